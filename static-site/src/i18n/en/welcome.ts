import type { Texts } from '../catalogue'
import type ru from '../ru/welcome'

export default {
  greeting: {
    title: 'Hello! I am your virtual assistant',
    text: 'Let me help you to get started: we will go through the consent to data processing and link an account, and then you can submit readings and pay for gas.',
    submit: 'All right',
  },
  consent: {
    title: 'Before we start',
    lead: 'Please read the document. If everything in it is clear to you, press “I agree”.',
    submit: 'I agree',
  },
  choice: {
    title: 'Where shall we start?',
    text: 'A linked account opens charges, readings and payments.',
    link: 'Link an account',
    linkHint: 'You will need its number: it is on your bill and in your contract',
    later: 'Have a look at the settings first',
  },
} satisfies Texts<typeof ru>
