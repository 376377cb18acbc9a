/** The shape a translation must have: the same keys, values of the same kind, functions with the same parameters. */
export type Texts<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends boolean
      ? boolean
      : T[K] extends (...args: infer A) => string
        ? (...args: A) => string
        : Texts<T[K]>
}
