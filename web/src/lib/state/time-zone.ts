/** Where no initiative says otherwise: the product's own. */
export const DEFAULT_TIME_ZONE = 'America/Toronto'
