package io.althing.registry;

import java.util.List;
import java.util.Optional;

/**
 * Who asks. The edge that authenticated the caller fills it in; the state machine trusts it and records it.
 *
 * @param id stable pseudonymous identity, never an e-mail address
 * @param region the region an agent or node speaks for; empty for people and services
 * @param roles what the caller may do, sorted, without repetition
 * @param method how the caller was authenticated, for example {@code token} or {@code none}
 * @param onBehalfOf the person a service acts for
 */
public record Actor(String id, Kind kind, Optional<Region> region, List<Role> roles, String method,
        Optional<String> onBehalfOf) {
    /** What sort of caller this is. */
    public enum Kind {
        PERSON, SERVICE, AGENT, NODE, CONTROLLER, ANONYMOUS
    }

    /** What a caller may do. */
    public enum Role {
        ADMIN, OPERATOR, APPROVER, AGENT, NODE, CONTROLLER
    }

    /** @throws IllegalArgumentException if the id is blank or longer than 128 characters */
    public Actor {
        if (id.isBlank() || id.length() > 128) {
            throw new IllegalArgumentException("actor id must have 1 to 128 characters");
        }
        roles = roles.stream().sorted().distinct().toList();
    }

    /** The caller nobody vouched for: may read, never write. */
    public static Actor anonymous() {
        return new Actor("anonymous", Kind.ANONYMOUS, Optional.empty(), List.of(), "none", Optional.empty());
    }

    /** Whether the caller holds the role. */
    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** Whether the caller is the agent of the region. */
    public boolean isAgentOf(Region wanted) {
        return has(Role.AGENT) && region.filter(wanted::equals).isPresent();
    }
}
