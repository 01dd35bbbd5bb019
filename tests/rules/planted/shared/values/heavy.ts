import Fastify from 'fastify'
export const heavy = Fastify
