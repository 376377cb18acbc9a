"""The bank as a shop, a payer and the bank's own people meet it, and a list of checks that is run in order."""

import os
import sys
import time
import traceback

import requests
from yookassa import Configuration

BANK = os.environ['BANK']
"""Origin of the pages and of the switch of faults."""
API = os.environ['API']
"""Address of the API as the client is told it."""
HOOKS = os.environ['HOOKS']
"""Where the webhooks that the shop received can be read."""
RETURN_URL = 'http://localhost:3000/payments/1/result'
CARD = '2200000000000004'

CHECKS = []


def check(title):
    """Puts a function into the list of checks."""

    def keep(function):
        CHECKS.append((title, function))
        return function

    return keep


def run():
    """One line a check; the first that fails ends the run."""
    for title, function in CHECKS:
        faults()
        shop()
        try:
            function()
        except Exception:
            print(f'FAILED  {title}', flush=True)
            traceback.print_exc(file=sys.stdout)
            sys.exit(1)
        print(f'ok  {title}', flush=True)
    print(f'{len(CHECKS)} passed, 0 failed', flush=True)


def equal(left, right):
    assert left == right, f'{left!r} is not {right!r}'


def refused(error, code, parameter, call):
    """Makes a call that is refused; answers with what the bank says."""
    try:
        answer = call()
    except error as refusal:
        content = refusal.content
        equal((content['type'], content['code'], content.get('parameter')), ('error', code, parameter))
        assert content['id'] and content['description'], content
        return content
    raise AssertionError(f'not refused: {dict(answer)}')


def shop(account='100500', secret='test_secret', **settings):
    """Who calls from now on."""
    Configuration.configure(account, secret, api_url=API, **settings)


def faults(**switches):
    """Replaces all faults by these."""
    body = {'seed': 1, 'switches': switches}
    requests.put(f'{BANK}/admin/faults', json=body, timeout=10).raise_for_status()


def left(fault):
    """How many times a fault is still to happen."""
    return requests.get(f'{BANK}/admin/faults', timeout=10).json()['switches'][fault]['times']


def once(times=1, **more):
    return {'when': 'next', 'times': times, **more}


def bank(path):
    """What the bank itself knows."""
    answer = requests.get(f'{BANK}/admin/{path}', timeout=10)
    answer.raise_for_status()
    return answer.json()


def order_bank(path, body=None):
    """Has the bank's people do something."""
    answer = requests.post(f'{BANK}/admin/{path}', json=body or {}, timeout=10)
    answer.raise_for_status()


def visit(page, number=CARD, save=False, code='1234'):
    """Types a card, and the code if one is asked for; answers where the bank sends the person at last."""
    form = {'number': number, 'expiry': '12/30', 'cvc': '123'}
    if save:
        form['save'] = '1'
    location = submit(page, form)
    if location.startswith('/3ds/'):
        location = submit(BANK + location, {'code': code})
    return location


def submit(page, form):
    answer = requests.post(page, data=form, allow_redirects=False, timeout=10)
    equal(answer.status_code, 303)
    return answer.headers['location']


def eventually(look, wanted):
    """Looks until what is wanted is seen."""
    for _ in range(100):
        seen = look()
        if seen == wanted:
            return
        time.sleep(0.05)
    raise AssertionError(f'{seen!r} never became {wanted!r}')


def hooks(object_id):
    """Webhooks about one object, oldest first."""
    received = requests.get(HOOKS, timeout=10).json()
    return [hook for hook in received if hook['object']['id'] == object_id]
