package io.althing.raft;

import io.althing.registry.Region;
import io.althing.registry.Town;
import io.althing.store.FaultSchedule;
import io.althing.store.RegistryStore;
import io.althing.store.RegistryStoreContract;
import io.althing.store.TroubledStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Three real nodes keep the contract under the schedules of faults under which the model keeps it too. */
@ParameterizedClass
@MethodSource("schedules")
class TroubledStoreTest extends RegistryStoreContract {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final FaultSchedule schedule;

    @TempDir
    Path directory;

    private StoreCluster cluster;
    private RegistryStore store;
    private Optional<Region> away = Optional.empty();

    TroubledStoreTest(FaultSchedule schedule) {
        this.schedule = schedule;
    }

    static List<FaultSchedule> schedules() {
        return FaultSchedule.all();
    }

    @BeforeEach
    void form() throws Exception {
        cluster = StoreCluster.formed(directory, Town.REGIONS);
        store = new TroubledStore(cluster.store(Town.US), schedule, this::suffer);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private void suffer(FaultSchedule.Fault fault) throws Exception {
        switch (fault) {
            case ANOTHER_STOPS -> stop(Town.AP);
            case LEADER_STOPS -> {
                Region leader = leader();
                if (!leader.equals(Town.US)) {
                    stop(leader);
                }
            }
            case ALL_START -> {
                cluster.startAll();
                away = Optional.empty();
            }
            case LEADER_MOVES -> move();
        }
    }

    private void stop(Region region) {
        if (away.isEmpty()) {
            cluster.stop(region);
            away = Optional.of(region);
        }
    }

    private void move() throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!handedOver(leader())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the lead could not be handed over");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Whether the handover began; a leader that was just elected may not have reached the other yet, and one may be deposed. */
    private boolean handedOver(Region leader) throws Exception {
        Region next = running().stream().filter(r -> !r.equals(leader)).findFirst().orElseThrow();
        try {
            cluster.store(leader).raft().transferLeadership(cluster.store(next).status().node()).get(20,
                    TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdminFailure failure && (failure.kind() == AdminFailure.Kind.BUSY
                    || failure.kind() == AdminFailure.Kind.NOT_LEADER)) {
                return false;
            }
            throw e;
        }
    }

    private List<Region> running() {
        return Town.REGIONS.stream().filter(r -> !away.equals(Optional.of(r))).toList();
    }

    private Region leader() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            Optional<Region> leads = running().stream().filter(r -> cluster.store(r).status().leads()).findFirst();
            if (leads.isPresent()) {
                return leads.get();
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new IllegalStateException("nobody leads");
    }

    @Override
    protected RegistryStore store() {
        return store;
    }
}
