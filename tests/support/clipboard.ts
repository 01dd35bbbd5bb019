import type { Page } from 'playwright-core'

/** What a spreadsheet puts on the clipboard: the shown texts, and a page beside them. */
export interface Copied {
  readonly plain: string
  readonly html: string
}

/**
 * A range as LibreOffice Calc 7.4 writes it (its HTML is its own export of the same cells; the plain text is what is shown):
 * rounded numbers, shares, a merged cell, empty cells beside a zero, a number that reads both ways, words, a date.
 */
export const LIBREOFFICE: Copied = {
  plain: '1\u00A0234,6\t0,3\n20\t\n45,6 %\t12,3 %\n7\t\n1,234\t0\noui\tnon\n2026-10-02\t\n',
  html: `<!DOCTYPE html>
<html>
<head>
	<meta http-equiv="content-type" content="text/html; charset=utf-8"/>
	<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
</head>
<body>
<table cellspacing="0" border="0">
	<colgroup span="2" width="85"></colgroup>
	<tr>
		<td height="17" align="right" sdval="1234.56" sdnum="1033;3084;#&nbsp;##0,0">1&nbsp;234,6</td>
		<td align="right" sdval="0.30000000000000004" sdnum="1033;3084;0,0">0,3</td>
	</tr>
	<tr>
		<td height="17" align="right" sdval="20" sdnum="1033;">20</td>
		<td align="left"><br></td>
	</tr>
	<tr>
		<td height="17" align="right" sdval="0.456" sdnum="1033;3084;0,0&quot; &quot;%">45,6 %</td>
		<td align="right" sdval="0.123456" sdnum="1033;3084;0,0&quot; &quot;%">12,3 %</td>
	</tr>
	<tr>
		<td colspan=2 height="17" align="right" sdval="7" sdnum="1033;">7</td>
		</tr>
	<tr>
		<td height="17" align="right" sdval="1234" sdnum="1033;1033;#,##0">1,234</td>
		<td align="right" sdval="0" sdnum="1033;">0</td>
	</tr>
	<tr>
		<td height="17" align="left">oui</td>
		<td align="left">non</td>
	</tr>
	<tr>
		<td height="17" align="right" sdval="46297" sdnum="1033;0;YYYY-MM-DD">2026-10-02</td>
		<td align="left"><br></td>
	</tr>
</table>
</body>
</html>`,
}

/**
 * A range as Excel writes it: \`x:num\` holds the number where the shown text is rounded and is empty where the text is exact;
 * a line end and a tab inside cells are quoted; a merged cell; a column too narrow for its number; lines end with CRLF.
 */
export const EXCEL: Copied = {
  plain: '12\t"3\n4"\r\n1 235\t########\r\n"5\t6"\t\r\n8\t\r\nnd\t0\r\n',
  html: `<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet>
<meta name=Generator content="Microsoft Excel 15">
<style>
<!--table {mso-displayed-decimal-separator:"\\,"; mso-displayed-thousand-separator:" ";}
.xl65 {mso-number-format:"\\#\\,\\#\\#0"; white-space:normal;}
-->
</style>
</head>
<body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=128 style='border-collapse:collapse;width:96pt'>
<!--StartFragment-->
 <col width=64 span=2 style='width:48pt'>
 <tr height=20 style='height:15.0pt'>
  <td height=20 align=right width=64 style='height:15.0pt;width:48pt' x:num>12</td>
  <td class=xl65 width=64 style='width:48pt'>3<br>
    4</td>
 </tr>
 <tr height=20 style='height:15.0pt'>
  <td height=20 class=xl65 align=right style='height:15.0pt' x:num="1234.56">1 235</td>
  <td align=right x:num="123456789">########</td>
 </tr>
 <tr height=20 style='height:15.0pt'>
  <td height=20 style='height:15.0pt'>5<span style='mso-spacerun:yes'>&#9;</span>6</td>
  <td></td>
 </tr>
 <tr height=20 style='height:15.0pt'>
  <td colspan=2 height=20 align=right style='height:15.0pt' x:num>8</td>
 </tr>
 <tr height=20 style='height:15.0pt'>
  <td height=20 style='height:15.0pt'>nd</td>
  <td align=right x:num>0</td>
 </tr>
<!--EndFragment-->
</table>
</body>
</html>`,
}

/** Pastes as the browser does: an event with both forms; what a page may write to the clipboard itself is rewritten on the way. */
export async function pasteCopied(page: Page, copied: Copied): Promise<void> {
  await page.evaluate(({ plain, html }) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', plain)
    clipboardData.setData('text/html', html)
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, copied)
}
