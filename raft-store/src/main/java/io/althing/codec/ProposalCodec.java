package io.althing.codec;

import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.Proposal;
import io.althing.registry.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        try {
            MessageDigest content = MessageDigest.getInstance("SHA-256");
            content.update(command);
            expectedRevision.ifPresent(revision -> content
                    .update(ByteBuffer.allocate(1 + Long.BYTES).put((byte) 1).putLong(revision).flip()));
            return new Sha256(HexFormat.of().formatHex(content.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
