import {
  EncryptedPDFError,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
  type PDFObject,
} from '@cantoo/pdf-lib'
import { AttachmentFault, type Cleaned } from './bytes.ts'
import { cleanColourSpace, cleanImage } from './pdf-images.ts'

/** What stays of each part. Titles, names, times, comments, bookmarks, forms and actions are in none of them; headings and languages, by which pages are read aloud, are. */
const CATALOG = ['Type', 'Pages', 'StructTreeRoot', 'MarkInfo', 'Lang', 'OCProperties', 'PageLabels', 'Version']
const PAGES = ['Type', 'Parent', 'Kids', 'Count', 'Resources', 'MediaBox', 'CropBox', 'Rotate']
const PAGE = ['Type', 'Parent', 'MediaBox', 'CropBox', 'Rotate', 'Resources', 'Contents', 'UserUnit', 'Group', 'StructParents', 'Tabs', 'Annots']
const LINK = ['Type', 'Subtype', 'Rect', 'Border', 'QuadPoints', 'StructParent', 'Contents', 'Dest', 'A']
/** Keys that go wherever they stand: who made a part, when, with what, and what it does. */
const NOWHERE = [
  ['Metadata', 'PieceInfo', 'LastModified', 'CreationDate', 'ModDate', 'Author', 'Creator', 'Producer', 'CreatorInfo', 'Company', 'SourceModified'],
  ['Thumb', 'AA', 'OpenAction', 'AF', 'OPI', 'Measure', 'PtData', 'Usage', 'NM', 'ID'],
].flat()
/** Things that act or carry other files. */
const ACTIONS: Readonly<Record<string, string>> = {
  JavaScript: 'javascript',
  Launch: 'launch',
  GoToE: 'embedded_files',
  SubmitForm: 'form',
  ImportData: 'form',
}
const KEYS: Readonly<Record<string, string>> = { JS: 'javascript', JavaScript: 'javascript', EF: 'embedded_files', XFA: 'form', Encrypt: 'encryption' }

const named = (key: string) => PDFName.of(key)
const nameIn = (dict: PDFDict, key: string): string | null => {
  const value = dict.lookup(named(key))
  return value instanceof PDFName ? value.decodeText() : null
}
const dictOf = (object: PDFObject | undefined): PDFDict | null => (object instanceof PDFDict ? object : object instanceof PDFStream ? object.dict : null)

function keepOnly(dict: PDFDict, keys: readonly string[]): void {
  for (const key of dict.keys()) if (!keys.includes(key.decodeText())) dict.delete(key)
}

/** Everything that stands directly inside an object. */
function partsOf(object: PDFObject): PDFObject[] {
  if (object instanceof PDFArray) return object.asArray()
  return (
    dictOf(object)
      ?.entries()
      .map(([, value]) => value) ?? []
  )
}

/** Every object that can be reached, each once. */
function* reached(document: PDFDocument, roots: readonly PDFObject[], seen: Set<PDFObject>): Generator<PDFObject> {
  const stack = [...roots]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const object = next instanceof PDFRef ? document.context.lookup(next) : next
    if (object === undefined) continue
    if (object === next) yield object
    stack.push(...(object === next ? partsOf(object) : [object]))
  }
}

/** @throws AttachmentFault naming what acts, is locked or carries files, wherever in the file it stands */
function refuseActs(document: PDFDocument): void {
  const objects = document.context.enumerateIndirectObjects().map(([, object]) => object)
  for (const object of reached(document, objects, new Set())) {
    const dict = dictOf(object)
    if (dict === null) continue
    const found = Object.keys(KEYS).find((key) => dict.has(named(key))) ?? null
    const reason = found === null ? ACTIONS[nameIn(dict, 'S') ?? ''] : KEYS[found]
    if (reason !== undefined) throw new AttachmentFault(reason)
  }
}

/** What was filled in becomes part of the page. @throws AttachmentFault where that cannot be done */
function flattenForm(document: PDFDocument): void {
  const form = document.catalog.lookup(named('AcroForm'))
  if (!(form instanceof PDFDict) || !(form.lookup(named('Fields')) instanceof PDFArray)) return
  try {
    document.getForm().flatten({ updateFieldAppearances: false })
  } catch {
    throw new AttachmentFault('form')
  }
}

/** A link to a page of the web or of the document; everything else that is laid over a page is said by somebody at some moment, and goes. */
function plainLink(annotation: PDFObject | undefined): boolean {
  if (!(annotation instanceof PDFDict) || nameIn(annotation, 'Subtype') !== 'Link') return false
  keepOnly(annotation, LINK)
  const action = annotation.lookup(named('A'))
  if (!(action instanceof PDFDict)) return annotation.has(named('Dest'))
  const kind = nameIn(action, 'S')
  const address = action.lookup(named('URI'))
  keepOnly(action, ['S', 'URI', 'D'])
  if (kind === 'GoTo') return true
  return kind === 'URI' && (address instanceof PDFString || address instanceof PDFHexString) && /^https?:\/\//i.test(address.decodeText())
}

function cleanPage(document: PDFDocument, page: PDFDict): void {
  keepOnly(page, PAGE)
  const laid = page.lookup(named('Annots'))
  if (!(laid instanceof PDFArray)) return
  const links = document.context.obj([]) as PDFArray
  for (const annotation of laid.asArray()) {
    if (plainLink(annotation instanceof PDFRef ? document.context.lookup(annotation) : annotation)) links.push(annotation)
    // Headings may still point at it.
    else if (annotation instanceof PDFRef) document.context.assign(annotation, PDFNull)
  }
  page.set(named('Annots'), links)
}

function cleanObject(document: PDFDocument, object: PDFObject): void {
  const dict = dictOf(object)
  if (dict !== null) {
    if (nameIn(dict, 'Type') === 'Pages') keepOnly(dict, PAGES)
    for (const key of NOWHERE) dict.delete(named(key))
  }
  if (object instanceof PDFRawStream && nameIn(object.dict, 'Subtype') === 'Image') cleanImage(object)
  if (object instanceof PDFArray && object.size() === 2 && String(object.get(0)) === '/ICCBased') cleanColourSpace(document.context, object)
}

/**
 * A PDF written anew from what shows its pages. Refused: what is locked, acts or carries other files.
 * @throws AttachmentFault
 */
export async function cleanPdf(bytes: Buffer): Promise<Cleaned> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true, preserveXFA: true, parseSpeed: Infinity }).catch(
    (error: unknown): never => {
      throw new AttachmentFault(error instanceof EncryptedPDFError ? 'encryption' : 'unreadable')
    },
  )
  const { context, catalog } = document
  if (context.trailerInfo.Encrypt !== undefined) throw new AttachmentFault('encryption')
  refuseActs(document)
  flattenForm(document)
  keepOnly(catalog, CATALOG)
  const pages = document.getPages()
  for (const page of pages) cleanPage(document, page.node)
  delete context.trailerInfo.Info
  delete context.trailerInfo.ID
  const seen = new Set<PDFObject>()
  for (const object of reached(document, context.trailerInfo.Root === undefined ? [] : [context.trailerInfo.Root], seen)) cleanObject(document, object)
  // Former versions and parts that nothing shows stay in no file.
  for (const [ref] of context.enumerateIndirectObjects()) if (!seen.has(ref)) context.delete(ref)
  const content = await document.save({ rewrite: true, addDefaultPage: false, updateFieldAppearances: false, useObjectStreams: true })
  return { content: Buffer.from(content), width: null, height: null, pages: pages.length }
}
