export { assign, changeAssignments, endAssignmentsOf, endAssignmentsOfTerritories, readAssignments, saveAssignments } from './assignments.ts'
export { saveBaselines } from './baselines.ts'
export { saveTargets } from './points.ts'
export { answerProposal, propose, readProposals, withdrawProposal } from './proposals.ts'
