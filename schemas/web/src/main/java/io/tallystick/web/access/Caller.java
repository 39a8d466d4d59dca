package io.tallystick.web.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.tallystick.schemas.problem.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** The caller of the present request, for resources behind {@code @RolesAllowed}. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;

    /** Made by the container for each request. */
    @Inject
    public Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * Who calls.
     *
     * @throws ProblemException 401 if nobody is known: the resource is not behind {@code @RolesAllowed}
     */
    public CallerIdentity identity() {
        if (identity.getPrincipal() instanceof CallerIdentity caller) {
            return caller;
        }
        throw ProblemException.of(401, "unauthenticated", "no access key was sent");
    }

    /**
     * Lets only those pass who may see what belongs to {@code customer}.
     *
     * @param what the thing that is asked for, as the answer names it
     * @throws ProblemException 404 otherwise: "not yours" and "not there" are the same answer
     */
    public void mustBeFor(String customer, String what) {
        if (!identity().mayActFor(customer)) {
            throw ProblemException.of(404, "not_found", "there is no " + what);
        }
    }
}
