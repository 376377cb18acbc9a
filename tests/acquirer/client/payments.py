"""Payments: begun, paid, refused, captured, cancelled, repeated, listed."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from yookassa import Payment
from yookassa.domain.exceptions import BadRequestError, NotFoundError

from world import RETURN_URL, bank, check, equal, eventually, faults, once, order_bank, refused, shop, visit

REFUSALS = {
    '2200000000000012': '3d_secure_failed',
    '2200000000000020': 'call_issuer',
    '2200000000000038': 'card_expired',
    '2200000000000046': 'fraud_suspected',
    '2200000000000053': 'insufficient_funds',
    '2201382000000013': 'invalid_card_number',
    '2200770212727079': 'invalid_csc',
    '2201382000000021': 'issuer_unavailable',
    '2201382000000039': 'payment_method_limit_exceeded',
    '2201382000000047': 'payment_method_restricted',
    '2201382000000054': 'country_forbidden',
}
"""The acquirer's published test cards that are refused, and why."""

SUCCESSES = {
    '2200000000000004': ('Mir', True),
    '2202474301322987': ('Mir', False),
    '4793128161644804': ('Visa', True),
    '5555555555554477': ('MasterCard', True),
    '6759649826438453': ('MasterCard', False),
}
"""Those that pay: how the acquirer names the system, and whether 3-D Secure is asked for."""


def order(value='2580.43', **more):
    """What the portal sends, of two services."""
    first = str(Decimal(value) - Decimal('1.00'))
    items = [('Газоснабжение природным газом, ЛС 33016355', first), ('ТО ВДГО, ЛС 33016355', '1.00')]
    return {
        'amount': {'value': value, 'currency': 'RUB'},
        'capture': True,
        'description': 'ЛС 33016355: газоснабжение, ТО ВДГО',
        'payment_method_data': {'type': 'bank_card'},
        'confirmation': {'type': 'redirect', 'return_url': RETURN_URL, 'locale': 'ru_RU'},
        'client_ip': '203.0.113.7',
        'merchant_customer_id': '01JUSER',
        'metadata': {'payment_id': '01JD3V6Z8Q7M2R4T'},
        'receipt': {
            'customer': {'email': 'ivanov@example.ru'},
            'tax_system_code': 1,
            'internet': True,
            'items': [
                {
                    'description': description,
                    'quantity': 1.0,
                    'measure': 'piece',
                    'amount': {'value': cost, 'currency': 'RUB'},
                    'vat_code': 11,
                    'payment_subject': 'service',
                    'payment_mode': 'full_payment',
                }
                for description, cost in items
            ],
        },
        **more,
    }


def paid(value='2580.43', **more):
    """A payment that its payer has paid on the pages."""
    payment = Payment.create(order(value, **more))
    equal(visit(payment.confirmation.confirmation_url), RETURN_URL)
    return Payment.find_one(payment.id)


@check('a payment waits for its payer at an address of the bank')
def begun():
    payment = Payment.create(order())
    equal((payment.status, payment.paid, payment.test, payment.refundable), ('pending', False, True, False))
    equal((payment.amount.value, payment.amount.currency), (Decimal('2580.43'), 'RUB'))
    equal(payment.recipient.account_id, '100500')
    equal(payment.metadata, {'payment_id': '01JD3V6Z8Q7M2R4T', 'cms_name': 'yookassa_sdk_python'})
    equal((payment.confirmation.type, payment.confirmation.return_url), ('redirect', RETURN_URL))
    assert payment.confirmation.confirmation_url.endswith(f'/pay/{payment.id}'), payment.confirmation
    equal(payment.payment_method, None)
    equal(dict(Payment.find_one(payment.id)), dict(payment))


@check('a paid payment tells of card, bank operation and money')
def succeeded():
    payment = paid()
    equal((payment.status, payment.paid, payment.refundable), ('succeeded', True, True))
    equal((payment.income_amount.value, payment.refunded_amount.value), (Decimal('2496.57'), Decimal('0.00')))
    card = payment.payment_method.card
    equal((card.first6, card.last4, card.card_type), ('220000', '0004', 'Mir'))
    equal((card.expiry_month, card.expiry_year, card.issuer_country), ('12', '2030', 'RU'))
    equal((payment.payment_method.type, payment.payment_method.saved), ('bank_card', False))
    equal((len(payment.authorization_details.rrn), len(payment.authorization_details.auth_code)), (12, 6))
    equal(payment.authorization_details.three_d_secure.applied, True)
    assert payment.created_at < payment.captured_at, (payment.created_at, payment.captured_at)
    equal(payment.confirmation, None)


@check('every published test card that pays does so, with or without 3-D Secure')
def good_cards():
    for number, (system, confirmed) in SUCCESSES.items():
        payment = Payment.create(order())
        equal(visit(payment.confirmation.confirmation_url, number), RETURN_URL)
        payment = Payment.find_one(payment.id)
        card = payment.payment_method.card
        equal((payment.status, card.card_type, card.last4), ('succeeded', system, number[-4:]))
        equal(payment.authorization_details.three_d_secure.applied, confirmed)
        equal(bank(f'payments/{payment.id}')['charges'], 1)


@check('every published test card that is refused says its reason')
def bad_cards():
    for number, reason in REFUSALS.items():
        payment = Payment.create(order())
        equal(visit(payment.confirmation.confirmation_url, number), RETURN_URL)
        payment = Payment.find_one(payment.id)
        equal((payment.status, payment.paid), ('canceled', False))
        details = payment.cancellation_details
        equal((details.party, details.reason), ('payment_network', reason))
        equal(bank(f'payments/{payment.id}')['charges'], 0)


@check('a link that dies cancels its payment')
def expired():
    payment = Payment.create(order())
    order_bank(f'payments/{payment.id}/expire')
    payment = Payment.find_one(payment.id)
    details = payment.cancellation_details
    equal((payment.status, details.party, details.reason), ('canceled', 'yoo_money', 'expired_on_confirmation'))


@check('held money is captured in part, with a body')
def captured():
    body = order()
    del body['receipt']
    payment = Payment.create({**body, 'capture': False})
    refused(BadRequestError, 'invalid_request', 'status', lambda: Payment.capture(payment.id))
    visit(payment.confirmation.confirmation_url)
    held = Payment.find_one(payment.id)
    equal((held.status, held.paid, held.captured_at), ('waiting_for_capture', True, None))
    assert held.expires_at > held.created_at, held.expires_at
    more = {'amount': {'value': '2580.44', 'currency': 'RUB'}}
    refused(BadRequestError, 'invalid_request', 'amount', lambda: Payment.capture(payment.id, more))
    part = {'amount': {'value': '2000.00', 'currency': 'RUB'}}
    after = Payment.capture(payment.id, part, 'capture-once')
    equal((after.status, after.amount.value), ('succeeded', Decimal('2000.00')))
    equal(dict(Payment.capture(payment.id, part, 'capture-once')), dict(after))


@check('held money is let go by a request without a body')
def cancelled():
    payment = Payment.create(order(capture=False))
    visit(payment.confirmation.confirmation_url)
    after = Payment.cancel(payment.id, 'cancel-once')
    details = after.cancellation_details
    equal((after.status, details.party, details.reason), ('canceled', 'merchant', 'canceled_by_merchant'))
    equal(Payment.cancel(payment.id, 'cancel-once').status, 'canceled')
    refused(BadRequestError, 'invalid_request', 'status', lambda: Payment.cancel(payment.id))


@check('the same key with the same data is the first result in its present state')
def repeated():
    first = Payment.create(order(), 'same-key')
    equal(dict(Payment.create(order(), 'same-key')), dict(first))
    visit(first.confirmation.confirmation_url)
    again = Payment.create(order(), 'same-key')
    equal((again.id, again.status), (first.id, 'succeeded'))
    assert Payment.create(order(), 'other-key').id != first.id


@check('the same key with other data is refused by the name of the key')
def reused():
    Payment.create(order(), 'used-key')
    content = refused(
        BadRequestError, 'invalid_request', 'Idempotence-Key', lambda: Payment.create(order('10.00'), 'used-key')
    )
    equal(content['description'], 'Idempotence key duplicated')
    too_long = lambda: Payment.create(order(), 'k' * 65)
    refused(BadRequestError, 'invalid_request', 'Idempotence-Key', too_long)


@check('wrong data is refused by the name of the field')
def malformed():
    for parameter, body in {
        'amount': order('350000.01'),
        'receipt': {**order(), 'amount': {'value': '2580.42', 'currency': 'RUB'}},
        'confirmation.return_url': order(confirmation={'type': 'redirect', 'return_url': 'localhost'}),
        'confirmation.type': order(confirmation={'type': 'embedded'}),
        'metadata': order(metadata={'payment_id': 'x' * 513}),
    }.items():
        refused(BadRequestError, 'invalid_request', parameter, lambda body=body: Payment.create(body))


@check('the list is narrowed by time and state and read page by page')
def listed():
    since = (datetime.now(timezone.utc) - timedelta(milliseconds=1)).isoformat()
    made = [Payment.create(order(), f'listed-{number}').id for number in range(5)]
    visit(Payment.find_one(made[2]).confirmation.confirmation_url)
    page, seen = Payment.list({'created_at.gte': since, 'limit': 2}), []
    while True:
        assert len(page.items) <= 2, page.items
        seen += [payment.id for payment in page.items]
        if not page.next_cursor:
            break
        page = Payment.list({'created_at.gte': since, 'limit': 2, 'cursor': page.next_cursor})
    equal(sorted(seen), sorted(made))
    for narrowed in [{'status': 'succeeded', 'created_at.gte': since}, {'captured_at.gte': since}]:
        equal([payment.id for payment in Payment.list(narrowed).items], [made[2]])
    equal(Payment.list({'created_at.lt': '2020-01-01T00:00:00Z'}).items, [])
    for parameter, value in [('limit', 101), ('cursor', 'x'), ('status', 'odd')]:
        refused(BadRequestError, 'invalid_request', parameter, lambda: Payment.list({parameter: value}))


@check('a payment of another shop, and one that never was, are absent')
def absent():
    payment = Payment.create(order())
    shop('100700')
    for number in (payment.id, '2e8f1a3c-000f-5000-8000-18db351245c7'):
        refused(NotFoundError, 'not_found', None, lambda: Payment.find_one(number))


@check('money that is taken late leaves the payment without a page first')
def late():
    faults(late_success=once(millis=300))
    payment = Payment.create(order())
    equal(visit(payment.confirmation.confirmation_url), RETURN_URL)
    pending = Payment.find_one(payment.id)
    equal((pending.status, pending.confirmation), ('pending', None))
    eventually(lambda: Payment.find_one(payment.id).status, 'succeeded')


@check('a wrong amount is told as it is')
def wrong_amount():
    faults(wrong_amount=once())
    equal(Payment.create(order()).amount.value, Decimal('2581.43'))


def utilities(**more):
    return {
        'type': 'utilities',
        'amount': {'value': '2580.43', 'currency': 'RUB'},
        'payment_purpose': 'Оплата газоснабжения;ЛСИ 33016355;ПРД 10.2026',
        'recipient': {
            'name': 'ООО «Северогаз Регион»',
            'inn': '4000000000',
            'kpp': '400000000',
            'bank': {
                'name': 'ПАО «Банк»',
                'bic': '044525225',
                'account': '40702810000000000001',
                'correspondent_account': '30101810000000000225',
            },
        },
        'payment_period': {'month': 10, 'year': 2026},
        'account_number': '33016355',
        **more,
    }


@check('a shop of utilities takes no payment without a payment order of the whole sum')
def utility_shop():
    shop('100600')
    refused(BadRequestError, 'invalid_request', 'payment_order', lambda: Payment.create(order()))
    less = utilities(amount={'value': '2280.43', 'currency': 'RUB'})
    refused(
        BadRequestError,
        'invalid_request',
        'payment_order.amount',
        lambda: Payment.create(order(payment_order=less)),
    )
    payment = paid(payment_order=utilities())
    equal((payment.status, payment.recipient.account_id), ('succeeded', '100600'))
    equal(bank(f'payments/{payment.id}')['payment_order']['account_number'], '33016355')
