package io.althing.agent;

import io.althing.policy.PolicyFile;
import io.althing.registry.RolloutId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What an agent finds beside it when it starts, besides its journal: the region's policy file, and its own memories of running
 * analyses. Called by the agent's own thread only; calls may block on the disk.
 */
public interface AgentFiles {
    /** The most finished rollouts kept on disk. Their ids ascend with time. */
    int TRACES = 500;

    /** The name of the policy file, for people. */
    String policyName();

    /** The policy file as it lies there now, read. */
    PolicyFile.Result policy();

    /** What was last kept of a rollout's analysis. */
    Optional<byte[]> analysis(RolloutId rollout) throws IOException;

    /**
     * Replaces what is kept of a rollout's analysis: after a crash the former or the new one is there, never a mixture.
     *
     * @param memory the same bytes whenever it is asked
     */
    void keepAnalysis(RolloutId rollout, Supplier<byte[]> memory) throws IOException;

    /** Forgets a rollout's analysis; does nothing if none is kept. */
    void forgetAnalysis(RolloutId rollout) throws IOException;

    /** Keeps the looks of a finished rollout to learn from. Keeps nothing unless implemented. */
    default void keepTrace(RolloutId rollout, byte[] trace) throws IOException {}

    /** The finished rollouts kept, oldest first, the newest few hundred. Any thread. */
    default List<byte[]> traces() throws IOException {
        return List.of();
    }

    /** Files on disk: the policy file and a directory for the analyses, made when it is needed. */
    static AgentFiles onDisk(Path policyFile, Path memory) {
        return new AgentFiles() {
            @Override
            public String policyName() {
                return policyFile.toString();
            }

            @Override
            public PolicyFile.Result policy() {
                return PolicyFile.read(policyFile);
            }

            @Override
            public Optional<byte[]> analysis(RolloutId rollout) throws IOException {
                Path file = file(rollout);
                return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
            }

            @Override
            public void keepAnalysis(RolloutId rollout, Supplier<byte[]> bytes) throws IOException {
                Path file = file(rollout);
                Path draft = file.resolveSibling(file.getFileName() + ".new");
                Files.createDirectories(memory);
                Files.write(draft, bytes.get());
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }

            @Override
            public void forgetAnalysis(RolloutId rollout) throws IOException {
                Files.deleteIfExists(file(rollout));
            }

            @Override
            public void keepTrace(RolloutId rollout, byte[] trace) throws IOException {
                Files.createDirectories(memory);
                Path draft = memory.resolve("trace-" + rollout + ".new");
                Files.write(draft, trace);
                Files.move(draft, memory.resolve("trace-" + rollout + ".json"), StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }

            @Override
            public List<byte[]> traces() throws IOException {
                if (!Files.isDirectory(memory)) {
                    return List.of();
                }
                List<Path> all;
                try (Stream<Path> files = Files.list(memory)) {
                    all = files.filter(f -> f.getFileName().toString().matches("trace-.*\\.json")).sorted().toList();
                }
                List<byte[]> traces = new ArrayList<>();
                for (Path file : all.subList(Math.max(0, all.size() - TRACES), all.size())) {
                    traces.add(Files.readAllBytes(file));
                }
                for (Path old : all.subList(0, Math.max(0, all.size() - TRACES))) {
                    Files.deleteIfExists(old);
                }
                return traces;
            }

            private Path file(RolloutId rollout) {
                return memory.resolve("analysis-" + rollout + ".json");
            }
        };
    }
}
