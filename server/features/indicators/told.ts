import { decimal, divide } from '#shared/values/decimal.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { listToldStarts, type ToldStarts } from './told-queries.ts'

/** A starting point as it is recorded, or as it was before it was replaced. */
interface Start {
  readonly territoryCode: string
  readonly category: string
  readonly periodCode: string | null
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly sampleN: string | null
}

type Told<S extends Start> = S & { readonly mask: 'none' | 'masked' }

function figureOf({ value, numerator, denominator }: Start) {
  if (numerator !== null && denominator !== null) return divide(decimal(numerator), decimal(denominator))
  return value === null ? null : decimal(value)
}

const isSame = (a: string | null, b: string | null) => (a === null || b === null ? a === b : decimal(a).eq(decimal(b)))

/** A starting point with the figures that a release tells of it: its own number, and its parts where the figure of its period shows the same ones. */
function asTold<S extends Start>(start: S, { baselines, parts }: ToldStarts): Told<S> {
  const figure = figureOf(start)
  if (figure === null) return { ...start, mask: 'none' }
  const isHere = (one: { readonly territory: string; readonly category: string }) => one.territory === start.territoryCode && one.category === start.category
  const told = baselines.find((one) => isHere(one) && decimal(one.baseline).eq(figure))
  if (told === undefined) return { ...start, value: null, numerator: null, denominator: null, sampleN: null, mask: 'masked' }
  const shown = parts.find(
    (one) =>
      isHere(one) &&
      one.period === start.periodCode &&
      isSame(one.numerator, start.numerator) &&
      isSame(one.denominator, start.denominator) &&
      isSame(one.n, start.sampleN),
  )
  if (shown !== undefined) return { ...start, mask: 'none' }
  return { ...start, value: told.baseline, numerator: null, denominator: null, sampleN: null, mask: 'none' }
}

/**
 * Starting points as far as the hat reads them. They are figures like any other: whoever is not of the backbone reads those that
 * a release tells (domain 0.5, 3.11, D25). One that stands beside no published figure, or beside a hidden one, is hidden with
 * it; that it exists, where it is from and who decided it is no secret.
 * @param isEvery whether any published release may have told it, for what was replaced since
 */
export async function toldStarts<S extends Start>(trx: Trx, actor: Actor, indicator: string, starts: readonly S[], isEvery = false): Promise<Told<S>[]> {
  if (actor.role === 'backbone') return starts.map((start) => ({ ...start, mask: 'none' }))
  if (starts.length === 0) return []
  const periods = [...new Set(starts.flatMap(({ periodCode }) => periodCode ?? []))]
  const told = await listToldStarts(trx, actor.initiative.id, { indicator, periods, isEvery })
  return starts.map((start) => asTold(start, told))
}
