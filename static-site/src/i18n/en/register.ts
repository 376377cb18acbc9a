import type { Texts } from '../catalogue'
import type ru from '../ru/register'

export default {
  title: 'Registration',
  back: 'Sign in',
  loginHint: 'Mobile number or e-mail: the confirmation code will be sent to it',
  password: 'Password',
  submit: 'Register',
  gone: 'This registration is no longer valid. Please fill in the form again.',
  code: {
    title: 'Confirmation code',
    email: 'Within a few minutes you will get a letter with a code. Enter it in the form below.',
    sms: 'Within a few minutes you will get a text message with a code. Enter it in the form below.',
    sentTo: 'Sent to',
    again: 'Send the code again',
    close: 'Cancel registration',
  },
} satisfies Texts<typeof ru>
