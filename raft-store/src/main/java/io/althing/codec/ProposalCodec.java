package io.althing.codec;

import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.Proposal;
import io.althing.registry.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Proposals as the bytes of the log, see {@code commands.proto}. Deterministic, strict, safe for any thread. */
public final class ProposalCodec {
    private final ProtoMapper<Envelope> envelopes = new ProtoMapper<>(Envelope.class,
            io.althing.codec.proto.Envelope.getDescriptor());
    private final ProtoMapper<Command> commands = new ProtoMapper<>(Command.class,
            io.althing.codec.proto.Command.getDescriptor());

    /**
     * A proposal and what identifies its content.
     *
     * @param body SHA-256 over the command's bytes and the expected revision: equal for repetitions, whichever node took them
     */
    public record Decoded(Proposal proposal, Sha256 body) {}

    /** The bytes of a proposal. */
    public byte[] encode(Proposal proposal) {
        return envelopes.encode(new Envelope(proposal.requestId(), proposal.actor(), proposal.node(),
                proposal.expectedRevision(), Blob.of(commands.encode(proposal.command()))));
    }

    /**
     * Reads a proposal.
     *
     * @throws UnknownCommand if it holds a command of a later version: the node must halt
     * @throws MalformedMessage if the bytes are no proposal
     */
    public Decoded decode(byte[] bytes) {
        Envelope envelope = envelopes.decode(bytes);
        byte[] command = envelope.command().bytes();
        var proposal = new Proposal(envelope.requestId(), envelope.actor(), envelope.node(),
                envelope.expectedRevision(), commands.decode(command));
        return new Decoded(proposal, body(command, envelope.expectedRevision()));
    }

    private static Sha256 body(byte[] command, Optional<Long> expectedRevision) {
        ByteBuffer content = ByteBuffer.allocate(command.length + Long.BYTES + 1).put(command);
        expectedRevision.ifPresent(revision -> content.put((byte) 1).putLong(revision));
        return Blob.of(Arrays.copyOf(content.array(), content.position())).digest();
    }
}
