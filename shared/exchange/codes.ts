/** Reasons why nothing of a file could be read. Sentences: message keys `import_reason_<code>`. */
export const FILE_FAULTS = [
  'file_empty', 'file_not_text', 'file_unreadable', 'file_encrypted', 'file_encrypted_or_old', 'file_too_large_inside', 'not_a_workbook',
  'not_shapes', 'sheet_not_found', 'csv_unreadable', 'encoding_uncertain', 'encoding_wrong', 'column_not_found', 'column_name_twice',
  'number_format_ambiguous', 'number_format_mixed', 'too_many_rows', 'time_limit', 'memory_limit', 'personal_data_health_number',
  'personal_data_social_insurance_number', 'personal_data_birth_date', 'personal_data_person_names', 'personal_data_names_with_dates',
  'personal_data_phone', 'personal_data_email',
] as const

/** Reasons why a row was refused; the rules of other features (figures, territories) add their own problem codes. */
export const ROW_REJECTIONS = [
  'too_many_columns', 'indicator_blank', 'indicator_unknown', 'indicator_no_version', 'territory_blank', 'territory_parent_blank',
  'territory_unknown', 'territory_ambiguous', 'territory_not_valid_then', 'territory_parent_unknown', 'territory_code_taken', 'partner_unknown',
  'partner_ambiguous', 'partner_not_yours', 'period_blank', 'period_unreadable', 'category_unknown', 'dimension_unknown', 'value_blank',
  'not_a_number', 'too_many_digits', 'percent_without_scale', 'not_yes_or_no', 'not_a_date', 'denominator_missing', 'denominator_not_positive',
  'sample_not_positive', 'duplicate', 'duplicate_differs', 'duplicate_cannot_be_added', 'code_blank', 'name_blank', 'code_twice', 'two_parents',
] as const

export type RejectionCode = (typeof FILE_FAULTS)[number] | (typeof ROW_REJECTIONS)[number]
