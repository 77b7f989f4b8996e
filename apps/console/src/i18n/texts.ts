/** The texts of another language than English: the same names, each with a text of its own. One that is missing is an error of types. */
export type Texts<English> = {
  readonly [Name in keyof English]: English[Name] extends string ? string : Texts<English[Name]>;
};
