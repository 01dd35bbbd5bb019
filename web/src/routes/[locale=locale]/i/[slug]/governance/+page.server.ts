import { agreementRoutes } from '#shared/governance/agreement-contract.ts'
import { governanceRoutes } from '#shared/governance/contract.ts'
import { protocolRoutes } from '#shared/governance/protocol-contract.ts'
import { decisionRoutes } from '#shared/governance/decision-contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** Who decides, at a glance: decisions and agreement for everybody, the rest for the circle. */
export const load: PageServerLoad = async (event) => {
  const { initiative, isFunder } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [{ items: decisions }, { items: agreements }, circle] = await Promise.all([
    read(event, decisionRoutes.list, { params }),
    read(event, agreementRoutes.list, { params }),
    isFunder
      ? null
      : Promise.all([
          read(event, governanceRoutes.bodies, { params }),
          read(event, governanceRoutes.leadership, { params }),
          read(event, governanceRoutes.roles, { params }),
          read(event, protocolRoutes.read, { params }),
        ]),
  ])
  const agreement = agreements.find((one) => one.isCurrent) ?? null
  return {
    open: decisions.filter((one) => one.result === null).map(({ id, titleFr, titleEn }) => ({ id, titleFr, titleEn })),
    last: decisions.find((one) => one.result !== null) ?? null,
    agreement,
    circle:
      circle === null
        ? null
        : {
            bodies: circle[0].items.filter((body) => body.isCurrent).length,
            livedExperience: circle[0].livedExperience,
            canEdit: circle[0].abilities.edit,
            model: circle[1].items.find((one) => one.isCurrent) ?? null,
            roles: circle[2].items.filter((one) => one.isCurrent).length,
            uncovered: circle[2].uncovered,
            protocol: circle[3].protocol,
            activationReason: circle[3].activationReason,
          },
  }
}
