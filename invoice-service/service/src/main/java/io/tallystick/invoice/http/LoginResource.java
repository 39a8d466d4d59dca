package io.tallystick.invoice.http;

import io.quarkus.qute.TemplateInstance;
import io.tallystick.schemas.access.AccessKey;
import io.tallystick.web.access.AccessKeyTable;
import io.tallystick.web.access.Credential;
import io.tallystick.web.access.KeyCookie;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;

/** A session of the pages: the access key in a cookie that no script can read and no other site can send. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@PermitAll
class LoginResource {
    private final AccessKeyTable keys;

    LoginResource(AccessKeyTable keys) {
        this.keys = keys;
    }

    @GET
    @Path("login")
    public TemplateInstance form(@QueryParam("next") String next) {
        return Pages.login(own(next), "");
    }

    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response login(@FormParam("key") String key, @FormParam("next") String next, @Context UriInfo uri) {
        Optional<AccessKey> good = Optional.ofNullable(key).map(String::strip).flatMap(this::identify);
        if (good.isEmpty()) {
            return Response.status(401)
                    .entity(Pages.login(own(next), "This key is unknown or was revoked."))
                    .build();
        }
        return Response.seeOther(URI.create(own(next)))
                .cookie(KeyCookie.of(key.strip(), uri))
                .build();
    }

    @POST
    @Path("logout")
    public Response logout(@Context UriInfo uri) {
        return Response.seeOther(URI.create("/login"))
                .cookie(KeyCookie.none(uri))
                .build();
    }

    private Optional<AccessKey> identify(String text) {
        return Credential.parse(text)
                .flatMap(claim -> keys.find(claim.id()).filter(key -> claim.matches(key.hash())))
                .filter(AccessKey::active)
                .filter(key -> key.role() != AccessKey.Role.INGEST);
    }

    /** A path of our own; anything else would send people away with what they typed. */
    private static String own(String next) {
        boolean ours = next != null && next.matches("/([A-Za-z0-9/._~-]|%[0-9A-Fa-f]{2})*") && !next.startsWith("//");
        return ours ? next : "/";
    }
}
