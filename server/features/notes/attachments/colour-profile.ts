/** Tags of an ICC profile by which colours are computed; descriptions, makers, dates and measured devices are not among them. */
const COLOUR = new Set(
  ['rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad A2B0 A2B1 A2B2 A2B3 B2A0 B2A1 B2A2 B2A3 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 gamt lumi cicp'].flatMap(
    (names) => names.split(' '),
  ),
)
const HEADER = 128
const MOST_TAGS = 100
/** Fields of the header that say who made the profile, when and with what. */
const SAID: readonly (readonly [from: number, to: number])[] = [
  [4, 8],
  [24, 36],
  [40, 44],
  [48, 64],
  [80, 128],
]

/** A colour profile that gives the same colours and tells nothing else; null where it cannot be read: sRGB is then assumed, as by every browser. */
export function plainProfile(profile: Buffer): Buffer | null {
  if (profile.length < HEADER + 4 || profile.toString('latin1', 36, 40) !== 'acsp') return null
  const count = profile.readUInt32BE(HEADER)
  if (count > MOST_TAGS || HEADER + 4 + count * 12 > profile.length) return null
  const tags = Array.from({ length: count }, (_, index) => {
    const at = HEADER + 4 + index * 12
    return { name: profile.toString('latin1', at, at + 4), from: profile.readUInt32BE(at + 4), size: profile.readUInt32BE(at + 8) }
  }).filter(({ name, from, size }) => COLOUR.has(name) && from + size <= profile.length)
  if (tags.length === 0) return null
  const header = Buffer.from(profile.subarray(0, HEADER))
  for (const [from, to] of SAID) header.fill(0, from, to)
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length, 0)
  const bodies: Buffer[] = []
  const placed = new Map<string, number>()
  let end = HEADER + table.length
  tags.forEach(({ name, from, size }, index) => {
    // Curves are often shared by three tags: they stay shared.
    const key = `${from}:${size}`
    let at = placed.get(key)
    if (at === undefined) {
      at = end
      placed.set(key, at)
      bodies.push(profile.subarray(from, from + size), Buffer.alloc((4 - (size % 4)) % 4))
      end += size + ((4 - (size % 4)) % 4)
    }
    table.write(name, 4 + index * 12, 'latin1')
    table.writeUInt32BE(at, 8 + index * 12)
    table.writeUInt32BE(size, 12 + index * 12)
  })
  header.writeUInt32BE(end, 0)
  return Buffer.concat([header, table, ...bodies])
}
