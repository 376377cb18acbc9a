"""Every call of the acquirer's protocol that the portal makes, made by the acquirer's own client over http."""

# Each puts its checks into the list.
import payments
import cards
import refunds
import failures
from world import run

run()
