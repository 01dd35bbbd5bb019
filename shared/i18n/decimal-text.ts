/** Arithmetic on decimal text, without losing a digit and without a library in the browser. */

const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?$/

interface Exact {
  /** All digits as one whole number. */
  readonly units: bigint
  /** How many of them stand after the point. */
  readonly scale: number
}

function parse(text: string): Exact {
  const match = PATTERN.exec(text)
  const [whole, fraction] = [match?.[2] ?? '', match?.[3] ?? '']
  if (match === null || whole + fraction === '') throw new RangeError(`not a decimal: ${text}`)
  const units = BigInt(whole + fraction)
  return { units: match[1] === '-' ? -units : units, scale: fraction.length }
}

function write({ units, scale }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`
  return units < 0n ? `-${text}` : text
}

/** Rounds half away from zero to so many places, with trailing zeros. @throws on text that is no decimal */
export function roundText(text: string, places: number): string {
  const { units, scale } = parse(text)
  if (scale <= places) return write({ units: units * 10n ** BigInt(places - scale), scale: places })
  const step = 10n ** BigInt(scale - places)
  const half = step / 2n
  return write({ units: (units + (units < 0n ? -half : half)) / step, scale: places })
}

/** Exact product. @throws on text that is no decimal */
export function multiplyText(a: string, b: string): string {
  const [x, y] = [parse(a), parse(b)]
  return write({ units: x.units * y.units, scale: x.scale + y.scale })
}

/** Exact difference. @throws on text that is no decimal */
export function subtractText(a: string, b: string): string {
  const [x, y] = [parse(a), parse(b)]
  const scale = Math.max(x.scale, y.scale)
  return write({ units: x.units * 10n ** BigInt(scale - x.scale) - y.units * 10n ** BigInt(scale - y.scale), scale })
}

/** Without trailing zeros after the point. @throws on text that is no decimal */
export function trimText(text: string): string {
  const exact = write(parse(text))
  return exact.includes('.') ? exact.replace(/\.?0+$/, '') : exact
}
