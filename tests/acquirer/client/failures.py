"""Strangers, failures of the bank, and webhooks as the client reads them."""

import time

from yookassa import Payment, PaymentMethod, Refund, Settings
from yookassa.domain.exceptions import (
    InternalServerError,
    ResponseProcessingError,
    TooManyRequestsError,
    UnauthorizedError,
)
from yookassa.domain.notification import WebhookNotificationFactory

from cards import binding
from payments import order, paid
from refunds import give_back
from world import bank, check, equal, eventually, faults, hooks, left, once, refused, shop, visit


@check('the shop learns of itself')
def me():
    shop_itself = Settings.get_account_settings()
    equal((shop_itself.account_id, shop_itself.status, shop_itself.test), ('100500', 'enabled', True))
    equal((shop_itself.fiscalization.enabled, shop_itself.fiscalization_enabled), (True, True))
    equal(shop_itself.payment_methods, ['bank_card'])


@check('a stranger is refused')
def stranger():
    for account, secret in [('100500', 'wrong'), ('100501', 'test_secret')]:
        shop(account, secret)
        refused(UnauthorizedError, 'invalid_credentials', None, Settings.get_account_settings)
        refused(UnauthorizedError, 'invalid_credentials', None, lambda: Payment.create(order()))


@check('too many requests say when to come back')
def too_many():
    before = len(bank('payments'))
    faults(too_many429=once())
    content = refused(TooManyRequestsError, 'too_many_requests', None, lambda: Payment.create(order()))
    equal((content['retry_after'], len(bank('payments'))), (1800, before))


@check('an error after creation hides one payment, which the same key finds')
def created_then_500():
    before = len(bank('payments'))
    faults(created_then500=once(2))
    for _ in range(2):
        refused(InternalServerError, 'internal_server_error', None, lambda: Payment.create(order(), 'unsure'))
    equal((Payment.create(order(), 'unsure').status, len(bank('payments'))), ('pending', before + 1))


@check('an error before creation makes nothing, of any kind')
def not_created_500():
    payment = paid()
    for kept, call in [
        ('payments', lambda: Payment.create(order())),
        ('refunds', lambda: Refund.create(give_back(payment.id, '1.00'))),
        ('payment_methods', lambda: PaymentMethod.create(binding())),
    ]:
        before = len(bank(kept))
        faults(not_created500=once())
        refused(InternalServerError, 'internal_server_error', None, call)
        equal(len(bank(kept)), before)


@check('what is still being processed is an error of its own over http')
def processing():
    faults(processing202=once(2))
    for expected in (1, 0):
        try:
            Payment.create(order(), 'patience')
        except ResponseProcessingError as answer:
            equal((answer.content['type'], answer.content['retry_after']), ('processing', 1800))
        else:
            raise AssertionError('it was answered')
        equal(left('processing202'), expected)
    equal(Payment.create(order(), 'patience').status, 'pending')


@check('a call that hangs is carried out meanwhile')
def hanging():
    before = len(bank('payments'))
    faults(hang=once(millis=500))
    started = time.monotonic()
    payment = Payment.create(order(), 'hanging')
    assert time.monotonic() - started >= 0.5, 'it did not hang'
    equal((Payment.create(order(), 'hanging').id, len(bank('payments'))), (payment.id, before + 1))


@check('a lookup that fails is no absence')
def lookup_fails():
    payment = Payment.create(order())
    faults(not_created500=once(calls='read'))
    refused(InternalServerError, 'internal_server_error', None, lambda: Payment.find_one(payment.id))
    equal(Payment.find_one(payment.id).id, payment.id)


def announced(object_id, *events):
    """Webhooks about an object, as the client reads them."""
    eventually(lambda: [hook['event'] for hook in hooks(object_id)], list(events))
    return [WebhookNotificationFactory().create(hook) for hook in hooks(object_id)]


@check('every webhook is read by the client and is what a lookup shows')
def webhooks():
    payment = Payment.create(order(capture=False))
    visit(payment.confirmation.confirmation_url)
    eventually(lambda: len(hooks(payment.id)), 1)
    Payment.capture(payment.id)
    held, taken = announced(payment.id, 'payment.waiting_for_capture', 'payment.succeeded')
    equal((held.object.status, taken.object.status), ('waiting_for_capture', 'succeeded'))
    equal(taken.object.captured_at, Payment.find_one(payment.id).captured_at)

    declined = Payment.create(order())
    visit(declined.confirmation.confirmation_url, '2200000000000053')
    [notice] = announced(declined.id, 'payment.canceled')
    equal(dict(notice.object), dict(Payment.find_one(declined.id)))
    equal(notice.object.cancellation_details.reason, 'insufficient_funds')

    refund = Refund.create(give_back(payment.id, '1.00'))
    [notice] = announced(refund.id, 'refund.succeeded')
    equal(dict(notice.object), dict(Refund.find_one(refund.id)))

    method = PaymentMethod.create(binding())
    visit(method.confirmation.confirmation_url)
    [notice] = announced(method.id, 'payment_method.active')
    equal(dict(notice.object), dict(PaymentMethod.find_one(method.id)))


@check('a webhook can be lost, doubled, forged and overtaken')
def unreliable_webhooks():
    faults(hook_drop=once())
    silent = paid()
    faults(hook_duplicate=once())
    doubled = paid()
    announced(doubled.id, 'payment.succeeded', 'payment.succeeded')
    equal(hooks(silent.id), [])
    faults(hook_forge=once())
    forged = Payment.create(order())
    [lie] = announced(forged.id, 'payment.succeeded')
    equal((lie.object.status, Payment.find_one(forged.id).status), ('succeeded', 'pending'))
    faults(hook_reorder=once())
    payment = Payment.create(order(capture=False))
    visit(payment.confirmation.confirmation_url)
    Payment.capture(payment.id)
    announced(payment.id, 'payment.succeeded', 'payment.waiting_for_capture')
