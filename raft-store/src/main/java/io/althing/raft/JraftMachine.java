package io.althing.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.entity.LocalFileMetaOutter.LocalFileMeta;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;

import io.althing.codec.BuildTooOld;

/** JRaft's state machine over ours: batches, runs closures only after the write, fences before it reports a failure. */
final class JraftMachine<R> extends StateMachineAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(JraftMachine.class);

    private final ReplicatedStateMachine<R> machine;
    private final Surroundings to;

    /**
     * @param results completes proposals, one thread, in order
     * @param background hashes snapshot files
     */
    record Surroundings(NodeView view, AppliedIndex applied, Executor results, Executor background, Events events) {}

    /** Where this node's changes of role and its end are told. */
    interface Events {
        void leading(long term);

        void notLeading(long term);

        void leaderChanged();

        void fatal(FatalError error);
    }

    JraftMachine(ReplicatedStateMachine<R> machine, Surroundings to) {
        this.machine = machine;
        this.to = to;
    }

    @Override
    public void onApply(Iterator iter) {
        ApplyBatch<R> batch = new ApplyBatch<>(machine.appliedIndex());
        while (iter.hasNext()) {
            batch.add(iter);
            if (batch.isFull()) {
                if (!write(batch, iter)) {
                    return;
                }
                iter.commit();
                batch = new ApplyBatch<>(machine.appliedIndex());
            }
            iter.next();
        }
        write(batch, iter);
    }

    /** Whether it went well; if not, the node is fenced and JRaft told. */
    private boolean write(ApplyBatch<R> batch, Iterator iter) {
        if (batch.size() == 0) {
            return true;
        }
        try {
            Runnable completions = batch.writeTo(machine);
            to.view.termSeen(batch.lastTerm());
            to.applied.advance(batch.lastIndex());
            to.results.execute(completions);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            fence(batch, e);
            iter.setErrorAndRollback(batch.size(),
                    new com.alipay.sofa.jraft.Status(RaftError.ESTATEMACHINE, "apply failed: %s", e));
            return false;
        }
    }

    private void fence(ApplyBatch<R> batch, Throwable why) {
        to.view.fence();
        if (why instanceof BuildTooOld tooNew) {
            LOG.error("nothing of entries {} to {} is applied, and the node is fenced: {}", batch.firstIndex(),
                    batch.lastIndex(), tooNew.getMessage());
            to.events.fatal(new FatalError(FatalError.Kind.BUILD_TOO_OLD, String.valueOf(tooNew.getMessage())));
        } else {
            LOG.error("entries {} to {} could not be applied; the node is fenced and must be restarted",
                    batch.firstIndex(), batch.lastIndex(), why);
        }
    }

    @Override
    public void onSnapshotSave(SnapshotWriter writer, Closure done) {
        Path dir = Path.of(writer.getPath());
        try {
            Path state = Files.createDirectory(dir.resolve(SnapshotManifest.STATE_DIR));
            machine.saveSnapshot(state);
        } catch (IOException | RuntimeException e) {
            failed(done, "the state could not be saved", e);
            return;
        }
        long index = to.applied.get();
        to.background.execute(() -> seal(writer, dir, done, index));
    }

    private void seal(SnapshotWriter writer, Path dir, Closure done, long index) {
        try {
            SnapshotManifest manifest = SnapshotManifest.write(dir);
            manifest.digests().forEach(
                    (name, digest) -> writer.addFile(name, LocalFileMeta.newBuilder().setChecksum(digest).build()));
            writer.addFile(SnapshotManifest.FILE, LocalFileMeta.newBuilder().build());
            to.view.snapshotAt(index);
            done.run(com.alipay.sofa.jraft.Status.OK());
        } catch (IOException | RuntimeException e) {
            failed(done, "its files could not be digested", e);
        }
    }

    private static void failed(Closure done, String what, Exception e) {
        LOG.error("a snapshot was given up because {}; the log is kept and the next one is tried later", what, e);
        done.run(new com.alipay.sofa.jraft.Status(RaftError.EIO, "%s: %s", what, e));
    }

    @Override
    public boolean onSnapshotLoad(SnapshotReader reader) {
        long index = reader.load().getLastIncludedIndex();
        to.view.snapshotAt(index);
        if (machine.ahead(index)) {
            LOG.info("the state at {} is ahead of the snapshot at {} and is kept", machine.appliedIndex(), index);
            to.applied.advance(machine.appliedIndex());
            return true;
        }
        Path dir = Path.of(reader.getPath());
        try {
            SnapshotManifest.verify(dir);
            machine.loadSnapshot(dir.resolve(SnapshotManifest.STATE_DIR));
            to.applied.advance(index);
            return true;
        } catch (BuildTooOld tooNew) {
            to.view.fence();
            LOG.error("snapshot {} is not installed, and the node is fenced: {}", dir, tooNew.getMessage());
            to.events.fatal(new FatalError(FatalError.Kind.BUILD_TOO_OLD, String.valueOf(tooNew.getMessage())));
            return false;
        } catch (IOException | RuntimeException e) {
            to.view.fence();
            LOG.error("snapshot {} is refused; remove this node and add it again under a new node id", dir, e);
            to.events.fatal(new FatalError(FatalError.Kind.SNAPSHOT, String.valueOf(e.getMessage())));
            return false;
        }
    }

    @Override
    public void onLeaderStart(long term) {
        to.view.leading(term);
        to.events.leading(term);
    }

    @Override
    public void onLeaderStop(com.alipay.sofa.jraft.Status status) {
        LOG.info("no longer leading: {}", status);
        to.view.notLeading();
        to.events.notLeading(to.view.term());
    }

    @Override
    public void onStartFollowing(LeaderChangeContext ctx) {
        to.view.termSeen(ctx.getTerm());
        to.events.leaderChanged();
    }

    @Override
    public void onStopFollowing(LeaderChangeContext ctx) {
        to.events.leaderChanged();
    }

    @Override
    public void onError(RaftException e) {
        to.view.fence();
        FatalError.Kind kind = switch (e.getType()) {
            case ERROR_TYPE_STATE_MACHINE -> FatalError.Kind.STATE_MACHINE;
            case ERROR_TYPE_LOG, ERROR_TYPE_META, ERROR_TYPE_STABLE -> FatalError.Kind.LOG;
            case ERROR_TYPE_SNAPSHOT -> FatalError.Kind.SNAPSHOT;
            case ERROR_TYPE_NONE -> FatalError.Kind.OTHER;
        };
        LOG.error("this node is fenced and must be restarted: {}", e.getStatus());
        to.events.fatal(new FatalError(kind, e.getStatus().getErrorMsg()));
    }
}
