/** The shape a translation must have: the same keys, strings as strings, functions with the same parameters. */
export type Texts<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Texts<T[K]>
}
