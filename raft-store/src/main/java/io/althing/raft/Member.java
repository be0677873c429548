package io.althing.raft;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.althing.registry.NodeId;
import io.althing.registry.Region;

/**
 * A node as the log knows it: its name, its region, and the address the others reach it at. All three are part of its identity in
 * the replicated configuration, so every node can name and dial every other without a directory. Where an address must be reached
 * another way (address translation, a relay), the dial map of {@link RaftNodeConfig} says so; the identity stays.
 *
 * <p>Written {@code node.region@host:port}.
 */
public record Member(NodeId node, Region region, HostPort address) {
    private static final Pattern SHAPE = Pattern.compile("([^.@]+)\\.([^.@]+)@([^@]+)");

    /**
     * Reads {@code node.region@host:port}.
     *
     * @throws IllegalArgumentException if the text is not of that shape
     */
    public static Member parse(String text) {
        Matcher m = SHAPE.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a member: expected node.region@host:port");
        }
        return new Member(new NodeId(m.group(1)), new Region(m.group(2)), HostPort.parse(m.group(3)));
    }

    @Override
    public String toString() {
        return node + "." + region + "@" + address;
    }
}
