import { listB } from '../b/queries.ts'
import Fastify from 'fastify'
export const reaches = [listB, Fastify]
