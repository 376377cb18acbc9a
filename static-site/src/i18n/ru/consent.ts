export default {
  version: (version: string) => `Редакция ${version}`,
  /** The Russian text alone is binding. Other languages say so and explain the version they know. */
  foreign: false,
  binding: '',
  explains: '',
  lead: '',
  summary: [] as string[],
}
