package io.althing.chaos.sim.part;

import io.althing.agent.AgentFiles;
import io.althing.agent.JournalFile;
import io.althing.agent.JournalWriter;
import io.althing.policy.PolicyFile;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.serving.FenceStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** An agent's disk: what outlives its process. It may stick for a while, refuse to write, or take only half of the last line. */
final class SimDisk {
    private final Map<RolloutId, Supplier<byte[]>> analyses = new HashMap<>();
    private final Map<ModelName, FenceStore.Fence> fences = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private byte[] journal = new byte[0];
    private PolicyFile.Result policy;
    private long stuckNanos;
    private boolean broken;

    SimDisk(PolicyFile.Result policy) {
        this.policy = policy;
    }

    void policy(PolicyFile.Result now) {
        policy = now;
    }

    /** From now on each write takes this long. */
    void stick(long nanos) {
        stuckNanos = nanos;
    }

    /** Whether writing fails from now on. */
    void breaks(boolean now) {
        broken = now;
    }

    byte[] journal() {
        return journal.clone();
    }

    private void write() throws IOException {
        if (broken) {
            throw new IOException("no space left on device");
        }
    }

    JournalFile journalFile(Life life) {
        return new JournalFile() {
            @Override
            public String name() {
                return "journal";
            }

            @Override
            public byte[] read() {
                return journal.clone();
            }

            @Override
            public void cut(long length) {
                journal = Arrays.copyOf(journal, (int) length);
            }

            @Override
            public void append(byte[] bytes) throws IOException {
                life.reach("journal.before");
                write();
                var longer = new ByteArrayOutputStream();
                longer.writeBytes(journal);
                byte[] whole = journal;
                longer.write(bytes, 0, bytes.length / 2);
                journal = longer.toByteArray();
                life.reach("journal.torn");
                longer = new ByteArrayOutputStream();
                longer.writeBytes(whole);
                longer.writeBytes(bytes);
                journal = longer.toByteArray();
                life.reach("journal.after");
            }

            @Override
            public void close() {
                // nothing to release
            }
        };
    }

    /** Writes at once, or, while the disk sticks, later than anybody waits. */
    JournalWriter writer(Life life) {
        return new JournalWriter() {
            private boolean underWay;

            @Override
            public boolean write(Runnable write, Duration patience) {
                if (underWay) {
                    return false;
                }
                if (stuckNanos <= patience.toNanos()) {
                    write.run();
                    return true;
                }
                underWay = true;
                life.after(stuckNanos, "stuck disk", () -> {
                    underWay = false;
                    write.run();
                });
                return false;
            }

            @Override
            public void close() {
                // nothing to release
            }
        };
    }

    FenceStore fences(Life life) {
        return new FenceStore() {
            @Override
            public List<Fence> all() {
                return List.copyOf(fences.values());
            }

            @Override
            public Optional<Fence> find(ModelName model) {
                return Optional.ofNullable(fences.get(model));
            }

            @Override
            public void remember(Fence fence) throws IOException {
                life.reach("fence.before");
                write();
                fences.put(fence.model(), fence);
                life.reach("fence.after");
            }
        };
    }

    AgentFiles files(Life life, String name) {
        return new AgentFiles() {
            @Override
            public String policyName() {
                return name;
            }

            @Override
            public PolicyFile.Result policy() {
                return policy;
            }

            @Override
            public Optional<byte[]> analysis(RolloutId rollout) {
                return Optional.ofNullable(analyses.get(rollout)).map(Supplier::get);
            }

            @Override
            public void keepAnalysis(RolloutId rollout, Supplier<byte[]> memory) throws IOException {
                life.reach("analysis.before");
                write();
                analyses.put(rollout, memory);
                life.reach("analysis.after");
            }

            @Override
            public void forgetAnalysis(RolloutId rollout) {
                life.require();
                analyses.remove(rollout);
            }
        };
    }
}
