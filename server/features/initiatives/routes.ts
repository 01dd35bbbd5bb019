import type { FastifyInstance } from 'fastify'
import type { FeatureDeps } from '#server/app.ts'
import { endInvitation, readMe } from '#server/features/accounts/service.ts'
import { BACKBONE_LEAD, CONTRIBUTORS, EVERY_MEMBER, THE_CIRCLE } from '#server/platform/http/policy.ts'
import { serve } from '#server/platform/http/serve.ts'
import { initiativeRoutes, peopleRoutes } from '#shared/initiatives/contract.ts'
import { createInitiative } from './creation.ts'
import { changeHat, inviteAgain, invitePerson, listPeople, resetPassword } from './people.ts'
import { acceptLearningCommitment, changeInitiative, readInitiative } from './service.ts'

/** Initiatives, the people in them and their hats. */
export function initiatives(app: FastifyInstance, deps: FeatureDeps): void {
  const { authPool, mail } = deps

  serve(app, deps, initiativeRoutes.list, { kind: 'session' }, async ({ trx, session }) => ({ items: (await readMe(trx, session, null)).initiatives }))
  serve(app, deps, initiativeRoutes.create, { kind: 'instance' }, ({ trx, session, body, now }) =>
    createInitiative({ trx, authPool, session, now, mail }, body),
  )
  serve(app, deps, initiativeRoutes.read, EVERY_MEMBER, ({ trx, actor }) => readInitiative(trx, actor))
  serve(app, deps, initiativeRoutes.change, BACKBONE_LEAD, ({ trx, actor, body, ifMatch, now }) => changeInitiative(trx, actor, body, ifMatch(), now))
  serve(app, deps, initiativeRoutes.acceptCommitment, { kind: 'tenant', roles: ['funder'] }, ({ trx, actor, now }) => acceptLearningCommitment(trx, actor, now))

  serve(app, deps, peopleRoutes.list, THE_CIRCLE, async ({ trx, actor, now }) => ({ items: await listPeople({ trx, authPool, actor, now, mail }) }))
  serve(app, deps, peopleRoutes.invite, CONTRIBUTORS, ({ trx, actor, body, now }) => invitePerson({ trx, authPool, actor, now, mail }, body))
  serve(app, deps, peopleRoutes.change, BACKBONE_LEAD, async ({ trx, actor, params, body, ifMatch, now, afterCommit }) => {
    const person = await changeHat({ trx, authPool, actor, now, mail }, params.hatId, body, ifMatch())
    if (person.details?.state === 'ended') afterCommit(() => endInvitation(authPool, params.hatId))
    return person
  })
  serve(app, deps, peopleRoutes.inviteAgain, CONTRIBUTORS, ({ trx, actor, params, now }) => inviteAgain({ trx, authPool, actor, now, mail }, params.hatId))
  serve(app, deps, peopleRoutes.resetPassword, BACKBONE_LEAD, ({ trx, actor, params, now }) => resetPassword({ trx, authPool, actor, now, mail }, params.hatId))
}
