declare module 'javascript-lp-solver' {
  interface Solution {
    readonly feasible: boolean
    readonly bounded?: boolean
    readonly result: number
    readonly [variable: string]: number | boolean | undefined
  }
  const solver: {
    Solve(model: {
      optimize: string
      opType: 'max' | 'min'
      constraints: Record<string, { equal: number }>
      variables: Record<string, Record<string, number>>
    }): Solution
  }
  export default solver
}
