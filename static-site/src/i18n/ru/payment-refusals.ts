/** What the server says is Russian already. */
export default {
  reason: (_code: string, message: string) => message,
  advice: (_code: string, advice: string) => advice,
  bindingReason: (_code: string, message: string) => message,
  bindingAdvice: (_code: string, advice: string) => advice,
}
