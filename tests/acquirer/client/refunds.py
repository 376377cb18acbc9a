"""Refunds and fiscal receipts."""

from decimal import Decimal

from yookassa import Payment, Receipt, Refund
from yookassa.domain.exceptions import BadRequestError, NotFoundError

from payments import order, paid
from world import check, equal, eventually, faults, once, refused


def give_back(payment, value, **more):
    return {'payment_id': payment, 'amount': {'value': value, 'currency': 'RUB'}, **more}


@check('money is given back in part, then whole, and never more')
def refunded():
    payment = paid()
    first = Refund.create(give_back(payment.id, '300.00', description='ТО не проведено'), 'refund-once')
    equal((first.status, first.amount.value, first.payment_id), ('succeeded', Decimal('300.00'), payment.id))
    equal(dict(Refund.create(give_back(payment.id, '300.00', description='ТО не проведено'), 'refund-once')), dict(first))
    equal(dict(Refund.find_one(first.id)), dict(first))
    after = Payment.find_one(payment.id)
    equal((after.refunded_amount.value, after.refundable), (Decimal('300.00'), True))
    too_much = lambda: Refund.create(give_back(payment.id, '2280.44'))
    refused(BadRequestError, 'invalid_request', 'amount', too_much)
    second = Refund.create(give_back(payment.id, '2280.43'))
    after = Payment.find_one(payment.id)
    equal((after.status, after.refunded_amount.value, after.refundable), ('succeeded', Decimal('2580.43'), False))
    listed = Refund.list({'payment_id': payment.id})
    equal(sorted(refund.id for refund in listed.items), sorted([first.id, second.id]))


@check('what was not paid or never was is not given back')
def not_refundable():
    pending = Payment.create(order())
    unpaid = lambda: Refund.create(give_back(pending.id, '1.00'))
    refused(BadRequestError, 'invalid_request', 'payment_id', unpaid)
    unknown = '2e8f1a3c-000f-5000-8000-18db351245c7'
    refused(NotFoundError, 'not_found', None, lambda: Refund.create(give_back(unknown, '1.00')))
    refused(NotFoundError, 'not_found', None, lambda: Refund.find_one(unknown))


@check('a refund may be decided late')
def late():
    payment = paid()
    faults(refund_late=once(millis=300))
    refund = Refund.create(give_back(payment.id, '2580.43'))
    equal((refund.status, Payment.find_one(payment.id).refunded_amount.value), ('pending', Decimal('0.00')))
    refused(BadRequestError, 'invalid_request', 'amount', lambda: Refund.create(give_back(payment.id, '0.01')))
    eventually(lambda: Refund.find_one(refund.id).status, 'succeeded')
    equal(Payment.find_one(payment.id).refunded_amount.value, Decimal('2580.43'))


@check('a cancelled refund gives nothing back and can be made again')
def cancelled():
    payment = paid()
    faults(refund_canceled=once(millis=0))
    refund = Refund.create(give_back(payment.id, '2580.43'))
    details = refund.cancellation_details
    equal((refund.status, details.party, details.reason), ('canceled', 'refund_network', 'general_decline'))
    equal(Payment.find_one(payment.id).refunded_amount.value, Decimal('0.00'))
    equal(Refund.create(give_back(payment.id, '2580.43')).status, 'succeeded')
    equal([refund.id for refund in Refund.list({'payment_id': payment.id, 'status': 'canceled'}).items], [refund.id])


@check('refunds are read page by page')
def listed():
    payment = paid()
    made = [Refund.create(give_back(payment.id, '1.00'), f'refund-{number}').id for number in range(3)]
    first = Refund.list({'payment_id': payment.id, 'limit': 2})
    last = Refund.list({'payment_id': payment.id, 'limit': 2, 'cursor': first.next_cursor})
    equal((len(first.items), len(last.items), last.next_cursor), (2, 1, None))
    equal(sorted(refund.id for refund in [*first.items, *last.items]), sorted(made))


@check('the fiscal receipt of a payment is registered after the money')
def registered():
    payment = paid()
    equal(payment.receipt_registration, 'pending')
    receipt = Receipt.list({'payment_id': payment.id}).items[0]
    equal((receipt.type, receipt.status, receipt.payment_id), ('payment', 'pending', payment.id))
    eventually(lambda: Payment.find_one(payment.id).receipt_registration, 'succeeded')
    receipt = Receipt.find_one(receipt.id)
    equal((receipt.status, receipt.tax_system_code, len(receipt.items)), ('succeeded', 1, 2))
    equal(sum(item.amount.value for item in receipt.items), Decimal('2580.43'))
    equal([item.vat_code for item in receipt.items], [11, 11])
    assert receipt.fiscal_document_number and receipt.fiscal_attribute and receipt.registered_at, dict(receipt)


@check('a till may refuse a receipt although the money was taken')
def not_registered():
    faults(receipt_canceled=once())
    payment = paid()
    eventually(lambda: Payment.find_one(payment.id).receipt_registration, 'canceled')
    equal(Payment.find_one(payment.id).status, 'succeeded')
    equal([item.status for item in Receipt.list({'payment_id': payment.id}).items], ['canceled'])


@check('a refund has a fiscal receipt of its own')
def receipt_of_refund():
    payment = paid()
    items = [{**order()['receipt']['items'][1]}]
    receipt = {'customer': {'email': 'ivanov@example.ru'}, 'items': items}
    refund = Refund.create(give_back(payment.id, '1.00', receipt=receipt))
    equal(refund.receipt_registration, 'pending')
    eventually(lambda: Refund.find_one(refund.id).receipt_registration, 'succeeded')
    listed = Receipt.list({'refund_id': refund.id}).items
    equal([(one.type, one.refund_id, one.status) for one in listed], [('refund', refund.id, 'succeeded')])
    wrong = lambda: Refund.create(give_back(payment.id, '2.00', receipt=receipt))
    refused(BadRequestError, 'invalid_request', 'receipt', wrong)
