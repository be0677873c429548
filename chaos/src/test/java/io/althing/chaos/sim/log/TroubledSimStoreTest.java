package io.althing.chaos.sim.log;

import io.althing.store.FaultSchedule;
import io.althing.store.RegistryStore;
import io.althing.store.RegistryStoreContract;
import io.althing.store.TroubledStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The model keeps the contract under the schedules of faults under which three real nodes keep it too. */
@ParameterizedClass
@MethodSource("schedules")
class TroubledSimStoreTest extends RegistryStoreContract {
    private static final int UNDER_TEST = 2;

    private final FaultSchedule schedule;

    private SimTown town;
    private RegistryStore store;

    TroubledSimStoreTest(FaultSchedule schedule) {
        this.schedule = schedule;
    }

    static List<FaultSchedule> schedules() {
        return FaultSchedule.all();
    }

    @BeforeEach
    void form() throws Exception {
        town = new SimTown(1);
        store = new TroubledStore(town.store(UNDER_TEST), schedule, this::suffer);
    }

    private void suffer(FaultSchedule.Fault fault) {
        List<SimReplica> replicas = town.replicas();
        boolean all = replicas.stream().allMatch(SimReplica::up);
        switch (fault) {
            case ANOTHER_STOPS -> {
                if (all) {
                    replicas.get(0).crash();
                }
            }
            case LEADER_STOPS -> town.log.leader().filter(l -> all && l != replicas.get(UNDER_TEST))
                    .ifPresent(SimReplica::crash);
            case ALL_START -> replicas.stream().filter(r -> !r.up()).forEach(SimReplica::restart);
            case LEADER_MOVES -> {
                town.passes(Duration.ofSeconds(3));
                town.log.transfer();
            }
        }
    }

    @Override
    protected RegistryStore store() {
        return store;
    }
}
