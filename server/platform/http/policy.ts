import type { FastifyInstance } from 'fastify'

/** Roles a person can act in inside an initiative. */
export type Role = 'backbone' | 'partner_contributor' | 'partner_viewer' | 'funder'

/**
 * Who may use a route. Deny by default: a route without one stops the start (P18).
 * - public: anybody, with the reason written down (`fromAnywhere`: also programs that state no origin)
 * - session: any signed-in account, outside initiatives
 * - instance: instance administrators
 * - tenant: one of these roles in the initiative of the path (`lead`: only its leads)
 */
export type Policy =
  | { readonly kind: 'public'; readonly reason: string; readonly fromAnywhere?: true }
  | { readonly kind: 'session' }
  | { readonly kind: 'instance' }
  | { readonly kind: 'tenant'; readonly roles: readonly Role[]; readonly lead?: true }

/** A policy inside an initiative: its handler has an actor. */
export type TenantPolicy = Extract<Policy, { kind: 'tenant' }>

export const EVERY_MEMBER: TenantPolicy = { kind: 'tenant', roles: ['backbone', 'partner_contributor', 'partner_viewer', 'funder'] }
export const THE_CIRCLE: TenantPolicy = { kind: 'tenant', roles: ['backbone', 'partner_contributor', 'partner_viewer'] }
export const CONTRIBUTORS: TenantPolicy = { kind: 'tenant', roles: ['backbone', 'partner_contributor'] }
export const BACKBONE: TenantPolicy = { kind: 'tenant', roles: ['backbone'] }
export const BACKBONE_LEAD: TenantPolicy = { kind: 'tenant', roles: ['backbone'], lead: true }

/** One route as it is served; `operation` names it in the contract, null for the few that are not in it. */
export interface ServedRoute {
  readonly method: string
  readonly url: string
  readonly operation: string | null
  readonly policy: Policy
}

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy
  }
  interface FastifyInstance {
    /** Every route of the running application with its policy, for the matrix and the snapshot. */
    routeTable: ServedRoute[]
  }
}

/** Must be registered before any route: the hook sees only routes that come after it. */
export function requirePolicies(app: FastifyInstance): void {
  const table: ServedRoute[] = []
  app.decorate('routeTable', table)
  app.addHook('onRoute', (definition) => {
    const policy = definition.config?.policy
    if (policy === undefined) throw new Error(`Route without a policy: ${String(definition.method)} ${definition.url}`)
    const operation = (definition.schema as { operationId?: string } | undefined)?.operationId ?? null
    for (const method of [definition.method].flat()) table.push({ method, url: definition.url, operation, policy })
  })
}
