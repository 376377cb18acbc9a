import type { Texts } from '../catalogue'
import type ru from '../ru/recover'

export default {
  title: 'Password recovery',
  back: 'Sign in',
  lead: 'Choose a new password and confirm it with a code. Until then the old password works.',
  loginHint: 'Mobile number or e-mail you registered with',
  password: 'New password',
  repeat: 'Repeat the new password',
  submit: 'Recover password',
  gone: 'This recovery is no longer valid. Please fill in the form again.',
  done: 'The password is changed. Other devices have to sign in again.',
  code: {
    title: 'Confirmation code',
    email: 'If this address is registered, a letter with a code is on its way to it.',
    sms: 'If this number is registered, a text message with a code is on its way to it.',
    sentTo: 'You gave',
    again: 'Send the code once more',
    close: 'Cancel password recovery',
  },
} satisfies Texts<typeof ru>
