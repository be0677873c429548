package io.althing.node;

import io.althing.raft.Status;
import io.althing.registry.NodeId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second how full the data directory's disk is. Below 5 % free a node that leads hands leadership to the next voter, and
 * again if it comes back while the disk is that full, but at most once in ten seconds.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final int REST_ROUNDS = 10;

    private final Disk disk;
    private final Supplier<Status> status;
    private final Function<NodeId, CompletableFuture<Void>> transfer;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("disk-watch").daemon(true).factory());
    private boolean low;
    private int handed;
    private int rest;

    /** Says how full it is. */
    interface Disk {
        DiskRoom room() throws IOException;
    }

    /**
     * Starts nothing yet.
     *
     * @param status how this node stands
     * @param transfer hands leadership over
     */
    DiskWatch(Disk disk, Supplier<Status> status, Function<NodeId, CompletableFuture<Void>> transfer) {
        this.disk = disk;
        this.status = status;
        this.transfer = transfer;
    }

    /** Looks every second from now on. */
    DiskWatch start() {
        var unused = thread.scheduleWithFixedDelay(this::safely, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    private void safely() {
        try {
            look();
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot tell how full the disk is; it is tried again in a second: {}", e.toString());
        }
    }

    /** One look. */
    void look() throws IOException {
        DiskRoom room = disk.room();
        if (room.low() != low) {
            low = room.low();
            if (low) {
                LOG.warn("the disk is nearly full ({}): this node does not lead until at least 5 % are free; make room",
                        room);
            } else {
                LOG.info("the disk has room again ({}): this node may lead", room);
            }
        }
        rest = Math.max(0, rest - 1);
        if (low && rest == 0) {
            handOver(status.get());
        }
    }

    private void handOver(Status now) {
        List<NodeId> others = now.members().stream().filter(Status.MemberStatus::voter).map(m -> m.member().node())
                .filter(n -> !n.equals(now.self())).toList();
        if (now.role() != Status.Role.LEADER || others.isEmpty()) {
            return;
        }
        NodeId next = others.get(handed++ % others.size());
        rest = REST_ROUNDS;
        LOG.warn("leadership is handed to {} because the disk is nearly full", next);
        var unused = transfer.apply(next).exceptionally(failure -> {
            LOG.warn("leadership was not handed over; the next voter is asked soon: {}", failure.getMessage());
            return null;
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
