package io.althing.agent;

import io.althing.policy.PolicyFile;
import io.althing.registry.RolloutId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What an agent finds beside it when it starts, besides its journal: the region's policy file, and its own memories of running
 * analyses. Called by the agent's own thread only; calls may block on the disk.
 */
public interface AgentFiles {
    /** The name of the policy file, for people. */
    String policyName();

    /** The policy file as it lies there now, read. */
    PolicyFile.Result policy();

    /** What was last kept of a rollout's analysis. */
    Optional<byte[]> analysis(RolloutId rollout) throws IOException;

    /** Replaces what is kept of a rollout's analysis: after a crash the former or the new one is there, never a mixture. */
    void keepAnalysis(RolloutId rollout, byte[] memory) throws IOException;

    /** Forgets a rollout's analysis; does nothing if none is kept. */
    void forgetAnalysis(RolloutId rollout) throws IOException;

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
            public void keepAnalysis(RolloutId rollout, byte[] bytes) throws IOException {
                Path file = file(rollout);
                Path draft = file.resolveSibling(file.getFileName() + ".new");
                Files.createDirectories(memory);
                Files.write(draft, bytes);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }

            @Override
            public void forgetAnalysis(RolloutId rollout) throws IOException {
                Files.deleteIfExists(file(rollout));
            }

            private Path file(RolloutId rollout) {
                return memory.resolve("analysis-" + rollout + ".json");
            }
        };
    }
}
