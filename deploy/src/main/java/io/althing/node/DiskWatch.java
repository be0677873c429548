package io.althing.node;

import io.althing.raft.Status;
import io.althing.registry.NodeId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second how full the data directory's disk is. Below 5 % or 512 MiB free a node that leads hands leadership to the next
 * voter, and again if it comes back while the disk is that full, but at most once in ten seconds. Keeps a reserve while there is room, and
 * gives it up when the rest would not hold it a second time.
 */
final class DiskWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final int REST_ROUNDS = 10;

    private final Disk disk;
    private final DiskReserve reserve;
    private final Supplier<Status> status;
    private final Function<NodeId, CompletableFuture<Void>> transfer;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("disk-watch").daemon(true).factory());
    private volatile Optional<DiskRoom> low = Optional.empty();
    private int handed;
    private int rest;

    /** Says how full it is. */
    interface Disk {
        DiskRoom room() throws IOException;
    }

    /**
     * Starts nothing yet.
     *
     * @param reserve on the same disk
     * @param status how this node stands
     * @param transfer hands leadership over
     */
    DiskWatch(Disk disk, DiskReserve reserve, Supplier<Status> status,
            Function<NodeId, CompletableFuture<Void>> transfer) {
        this.disk = disk;
        this.reserve = reserve;
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
        boolean before = low.isPresent();
        low = Optional.of(room).filter(DiskRoom::low);
        if (room.low() != before) {
            if (room.low()) {
                LOG.warn(
                        "the disk is nearly full ({}): until 5 % and 512 MiB are free this node does not lead and takes only what makes things safer; make room",
                        room);
            } else {
                LOG.info("the disk has room again ({}): this node may lead", room);
            }
        }
        rest = Math.max(0, rest - 1);
        keepReserve(room);
        if (room.low() && rest == 0) {
            handOver(status.get());
        }
    }

    private void keepReserve(DiskRoom room) throws IOException {
        if (room.low() && room.usable() < DiskReserve.BYTES && reserve.held()) {
            LOG.warn("the disk is all but full ({}): the reserve of {} MiB is given up", room, DiskReserve.BYTES >> 20);
            reserve.release();
        } else if (!room.low()) {
            reserve.hold();
        }
    }

    /** How full the disk was at the last look, with the remedy; empty if there is room. */
    Optional<String> full() {
        return low.map(room -> "the disk of this node is nearly full (" + room
                + "): it takes only what makes things safer or smaller; make room until 5 % and 512 MiB are free, or ask another node");
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
