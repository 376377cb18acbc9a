"""Saved cards: while paying, without paying, and charged afterwards."""

from yookassa import Payment, PaymentMethod
from yookassa.domain.exceptions import BadRequestError, ForbiddenError, NotFoundError

from payments import order, utilities
from world import (
    RETURN_URL,
    bank,
    check,
    equal,
    eventually,
    faults,
    hooks,
    once,
    order_bank,
    refused,
    shop,
    submit,
    visit,
)


def binding(**more):
    return {
        'type': 'bank_card',
        'client_ip': '203.0.113.7',
        'confirmation': {'type': 'redirect', 'return_url': RETURN_URL},
        'metadata': {'bind_id': '01JD3W'},
        **more,
    }


def bound():
    """A card that its owner has had saved on the pages."""
    method = PaymentMethod.create(binding())
    equal(visit(method.confirmation.confirmation_url), RETURN_URL)
    return PaymentMethod.find_one(method.id)


def charge(method, **more):
    body = order(payment_method_id=method, **more)
    del body['payment_method_data']
    del body['confirmation']
    return body


@check('a card is saved without a payment, on a page of its own with 3-D Secure')
def saved_alone():
    method = PaymentMethod.create(binding(), 'bind-once')
    equal((method.type, method.status, method.saved), ('bank_card', 'pending', False))
    equal((method.holder.account_id, method.metadata), ('100500', {'bind_id': '01JD3W'}))
    assert method.confirmation.confirmation_url.endswith(f'/bind/{method.id}'), method.confirmation
    equal(PaymentMethod.create(binding(), 'bind-once').id, method.id)
    payments = len(bank('payments'))
    equal(visit(method.confirmation.confirmation_url), RETURN_URL)
    method = PaymentMethod.find_one(method.id)
    equal((method.status, method.saved, method.confirmation), ('active', True, None))
    equal((method.title, method.card['last4'], method.card['card_type']), ('Bank card *0004', '0004', 'Mir'))
    equal((method.card['expiry_month'], method.card['expiry_year']), ('12', '2030'))
    equal(len(bank('payments')), payments)
    equal(PaymentMethod.create(binding(), 'bind-once').status, 'active')


@check('a refused card and one that is given up stay inactive and are told by nobody')
def not_saved():
    for number, code in [('2200000000000053', '1234'), ('2200000000000012', '1234')]:
        method = PaymentMethod.create(binding())
        equal(visit(method.confirmation.confirmation_url, number, code=code), RETURN_URL)
        method = PaymentMethod.find_one(method.id)
        equal((method.status, method.saved), ('inactive', False))
        equal(hooks(method.id), [])
    faults(binding_inactive=once())
    equal(bound().status, 'inactive')


@check('a saved card pays at once and once a key')
def charged():
    method = bound().id
    payment = Payment.create(charge(method), 'charge-once')
    equal((payment.status, payment.paid, payment.confirmation), ('succeeded', True, None))
    equal((payment.payment_method.id, payment.payment_method.saved), (method, True))
    equal(payment.authorization_details.three_d_secure.applied, False)
    equal(Payment.create(charge(method), 'charge-once').id, payment.id)
    equal(bank(f'payments/{payment.id}')['charges'], 1)


@check('a saved card pays in a shop of utilities only with a payment order')
def charged_utilities():
    shop('100600')
    method = bound().id
    refused(BadRequestError, 'invalid_request', 'payment_order', lambda: Payment.create(charge(method)))
    equal(Payment.create(charge(method, payment_order=utilities())).status, 'succeeded')


@check('the payer has the card saved by the box on the page where the shop says nothing')
def saved_by_payer():
    for ticked in (True, False):
        payment = Payment.create(order())
        visit(payment.confirmation.confirmation_url, save=ticked)
        method = Payment.find_one(payment.id).payment_method
        equal(method.saved, ticked)
        if ticked:
            equal(Payment.create(charge(method.id)).status, 'succeeded')
        else:
            refused(
                BadRequestError,
                'invalid_request',
                'payment_method_id',
                lambda: Payment.create(charge(method.id)),
            )


@check('the shop has the card saved or not by its own word')
def saved_by_shop():
    for asked in (True, False):
        payment = Payment.create(order(save_payment_method=asked))
        visit(payment.confirmation.confirmation_url, save=not asked)
        equal(Payment.find_one(payment.id).payment_method.saved, asked)


@check('a refused charge of a saved card says its reason')
def charge_refused():
    method = bound().id
    order_bank(f'payment_methods/{method}/refuse', {'reason': 'insufficient_funds'})
    payment = Payment.create(charge(method))
    equal((payment.status, payment.cancellation_details.reason), ('canceled', 'insufficient_funds'))
    equal(PaymentMethod.find_one(method).status, 'active')


@check('a revoked permission ends the charge and the card')
def revoked():
    method = bound().id
    order_bank(f'payment_methods/{method}/refuse', {'reason': 'permission_revoked'})
    payment = Payment.create(charge(method))
    equal((payment.status, payment.cancellation_details.reason), ('canceled', 'permission_revoked'))
    equal(PaymentMethod.find_one(method).status, 'inactive')
    refused(BadRequestError, 'invalid_request', 'payment_method_id', lambda: Payment.create(charge(method)))


@check('a card that was made inactive or never was cannot be charged')
def inactive():
    method = bound().id
    order_bank(f'payment_methods/{method}/deactivate')
    equal(PaymentMethod.find_one(method).status, 'inactive')
    for number in (method, '2e8f3c22-000f-5000-8000-1c0ffee0babe'):
        refused(BadRequestError, 'invalid_request', 'payment_method_id', lambda: Payment.create(charge(number)))
    refused(NotFoundError, 'not_found', None, lambda: PaymentMethod.find_one('2e8f3c22-000f-5000-8000-1c0ffee0babe'))


@check('a charge of a saved card may be decided late or ask for a code')
def late_or_confirmed():
    method = bound().id
    faults(late_success=once(millis=300))
    payment = Payment.create(charge(method))
    equal((payment.status, payment.confirmation), ('pending', None))
    eventually(lambda: Payment.find_one(payment.id).status, 'succeeded')
    faults(saved_card_confirms=once())
    confirmation = {'type': 'redirect', 'return_url': RETURN_URL}
    payment = Payment.create({**charge(method), 'confirmation': confirmation})
    equal(payment.status, 'pending')
    code_form = payment.confirmation.confirmation_url.replace('/pay/', '/3ds/')
    equal(submit(code_form, {'code': '1234'}), RETURN_URL)
    equal(Payment.find_one(payment.id).status, 'succeeded')


@check('a shop that was not allowed to saves no cards')
def not_allowed():
    shop('100700')
    for call in (
        lambda: PaymentMethod.create(binding()),
        lambda: Payment.create(order(save_payment_method=True)),
        lambda: Payment.create(charge('2e8f3c22-000f-5000-8000-1c0ffee0babe')),
    ):
        refused(ForbiddenError, 'forbidden', None, call)


@check('the bank keeps no card number')
def no_numbers():
    for kept in ('payments', 'payment_methods', 'refunds'):
        text = str(bank(kept))
        for number in ('2200000000000004', '2202474301322987', '2200000000000053'):
            assert number not in text, kept
