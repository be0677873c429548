package io.althing.chaos.sim.promise;

import io.althing.registry.Command;
import io.althing.registry.Table;
import io.althing.store.Receipt;
import java.util.HashMap;
import java.util.Map;

/** A request id counts once, and every repetition is answered as the first was. */
final class RequestCheck {
    private static final String ONCE = "a-request-counts-once";

    private final Breaches breaches;
    private final Map<String, Receipt> first = new HashMap<>();
    private long audited = -1;

    RequestCheck(Breaches breaches) {
        this.breaches = breaches;
    }

    void on(Happened happened) {
        Receipt receipt = happened.receipt();
        boolean entry = happened.events().stream().anyMatch(e -> e.audited());
        breaches.unless(receipt.repeated() || entry == receipt.auditIndex().isPresent(), "an-act-is-one-audit-entry",
                happened + " has audit index " + receipt.auditIndex());
        if (!receipt.repeated() && receipt.auditIndex().isPresent()) {
            audited++;
            breaches.unless(receipt.auditIndex().get() == audited, "an-act-is-one-audit-entry",
                    happened + " has audit index " + receipt.auditIndex().get() + ", the next is " + audited);
        }
        if (happened.command() instanceof Command.Tick) {
            return;
        }
        String key = Table.key(happened.proposal().actor().id(), happened.proposal().requestId());
        Receipt before = first.putIfAbsent(key, receipt);
        if (before == null) {
            breaches.unless(!receipt.repeated(), ONCE, happened + " counts as repeated, but is the first");
        } else {
            boolean same = receipt.repeated() && receipt.index() == before.index()
                    && receipt.auditIndex().equals(before.auditIndex())
                    && receipt.outcome().equals(before.outcome());
            if (!same) {
                breaches.report(ONCE, happened + " was answered " + receipt + ", the first time " + before);
            }
        }
    }

    /** Somebody was told this. */
    void acknowledged(String actor, String requestId, Receipt receipt) {
        Receipt known = first.get(Table.key(actor, requestId));
        boolean same = known != null && known.index() == receipt.index()
                && known.auditIndex().equals(receipt.auditIndex()) && known.outcome().equals(receipt.outcome());
        if (!same) {
            breaches.report("what-is-acknowledged-is-in-the-log",
                    "request '" + requestId + "' was answered with " + receipt + ", the log has " + known);
        }
    }
}
