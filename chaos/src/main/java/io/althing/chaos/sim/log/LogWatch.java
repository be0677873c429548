package io.althing.chaos.sim.log;

import io.althing.audit.TreeHead;
import io.althing.registry.Sha256;
import io.althing.store.LogRecord;
import io.althing.store.Receipt;

/** Is told what happens on replicas, as it happens. */
public interface LogWatch {
    /** A replica applied a record. */
    void applied(SimReplica replica, LogRecord record, Receipt receipt);

    /** A replica stands at an index: after each batch and each snapshot it took over. */
    void stands(SimReplica replica, long index, Sha256 chain, TreeHead audit);

    /** A replica lost or gained a role, or the model itself did something that must not be. */
    void broken(String promise, String what);

    /** Nobody watches. */
    static LogWatch none() {
        return new LogWatch() {
            @Override
            public void applied(SimReplica replica, LogRecord record, Receipt receipt) {
                // nobody watches
            }

            @Override
            public void stands(SimReplica replica, long index, Sha256 chain, TreeHead audit) {
                // nobody watches
            }

            @Override
            public void broken(String promise, String what) {
                throw new IllegalStateException(promise + ": " + what);
            }
        };
    }
}
