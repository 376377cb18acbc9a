"""The client repeats what is still being processed by itself, but over https only: with one key, until it is done."""

import os

from yookassa import Payment
from yookassa.domain.exceptions import ApiError

from payments import order
from world import CHECKS, bank, check, equal, faults, left, once, run, shop

CHECKS.clear()
SETTINGS = {'verify': os.environ['CERTIFICATE'], 'timeout': 100, 'max_attempts': 3}


@check('what is being processed is asked for again until it is done')
def repeated():
    shop(**SETTINGS)
    before = len(bank('payments'))
    faults(processing202=once(2))
    payment = Payment.create(order(), 'over-https')
    equal((payment.status, left('processing202'), len(bank('payments'))), ('pending', 0, before + 1))
    equal(Payment.create(order(), 'over-https').id, payment.id)


@check('the bank is trusted by its certificate alone')
def certificate():
    shop(timeout=100)
    try:
        Payment.create(order())
    except (ApiError, AttributeError) as failure:
        # The client hides a failed handshake behind an attribute that is not there.
        equal(type(failure), AttributeError)
    else:
        raise AssertionError('an unknown certificate was trusted')


run()
