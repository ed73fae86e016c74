using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>With names and words that look like others, want more than to be read, or push others out of sight.</summary>
internal static class WordAttacks
{
    private const string Markup = "\"><script>alert(1)</script>";
    private const string Retirements = "/api/environments/sim00001/retirements";

    public static IReadOnlyDictionary<string, AttackRow> Rows { get; } = new Dictionary<string, AttackRow>(StringComparer.Ordinal)
    {
        ["name: a flow answers as an approver with a mark of direction in the name"] = new(
            400,
            "responder",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("al\u202eice"))),
        ["name: with an isolate"] = new(400, "responder", static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("alice\u2069"))),
        ["name: with a space that cannot be seen"] = new(
            400,
            "responder",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("al\u200bice"))),
        ["name: with an escape sequence"] = new(
            400,
            "responder",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("\u001b[2Kalice"))),
        ["name: on two lines"] = new(400, "responder", static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("alice\nbob"))),
        ["name: of full-width letters"] = new(400, "responder", static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("\uff41lice"))),
        ["name: with an accent of its own"] = new(
            400,
            "responder",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("alice\u0301"))),
        ["name: of half a pair"] = new(400, "responder", static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("alice\uFFFD"))),
        ["name: of two hundred and one characters"] = new(
            400,
            "responder",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer(new string('a', 201)))),
        ["name: with a letter of another script"] = new(
            403,
            "not-an-approver",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("alic\u0435"))),
        ["name: of markup"] = new(403, "not-an-approver", static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer(Markup))),
        ["name: the requester with blanks of another kind"] = new(
            403,
            "not-an-approver",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("\u00a0\u3000RACHEL\u2003"))),
        ["name: a person of the tenant with a mark of direction in it"] = new(
            401,
            "sign-in",
            static a => a.WithTokenAsync(a.Entra.Person("al\u202eice"))),
        ["name: a person of the tenant whose name is nothing that can be seen"] = new(
            401,
            "sign-in",
            static a => a.WithTokenAsync(a.Entra.Person("\u200b\u200b"))),

        ["words: markup as a target"] = new(
            409,
            "command-refused",
            static a => a.Key(WebRoles.Operator).PostJsonAsync(a.Commands, new { command = "Skip", target = Markup, reason = Markup })),
        ["words: markup as an agent that is gone"] = new(
            409,
            "command-refused",
            static a => a.Key(WebRoles.Operator).PostJsonAsync(Retirements, new { agent = Markup, reason = Markup })),
        ["words: a reason of a million characters"] = new(
            413,
            "too-large",
            static a => a.Key(WebRoles.Operator).PostJsonAsync(Retirements, new { agent = "x", reason = new string('a', 1 << 20) })),
        ["words: a reason of a thousand and one characters"] = new(
            400,
            "too-long",
            static a => a.Key(WebRoles.Operator).PostJsonAsync(a.Commands, new { command = "Pause", reason = new string('\u202e', 1001) })),
        ["words: markup as an environment"] = new(
            400,
            "environment",
            static a => a.Key(WebRoles.Emergency)
                .PostJsonAsync("/api/rotations", new { environment = Markup, emergency = true, reason = "x" })),

        ["audit: what belongs to no rotation, as a reader"] = new(
            403,
            "not-allowed",
            static a => a.Key(WebRoles.Reader).GetAsync("/api/audit")),
        ["audit: what belongs to no rotation, as a person who may decide"] = new(
            403,
            "not-allowed",
            static a => a.Visit().Bearer(a.Entra.Person("alice")).GetAsync("/api/audit")),
        ["audit: what belongs to no rotation, as nobody"] = new(401, "sign-in", static a => a.Visit().GetAsync("/audit")),
        ["audit: with the link of an approver"] = new(
            401,
            "sign-in",
            static async a => await a.Visit().GetAsync($"/audit?link={await a.TokenAsync("alice")}")),
        ["audit: of a rotation, as nobody"] = new(401, "sign-in", static a => a.Visit().GetAsync($"{a.Path.Split("/gates")[0]}/audit")),
        ["audit: the other trail by the name of a rotation"] = new(
            404,
            "rotation-not-found",
            static a => a.Key(WebRoles.Reader).GetAsync("/api/rotations/web/audit")),
        ["audit: a trail that climbs"] = new(
            404,
            "not-found",
            static a => a.Key(WebRoles.Reader).GetAsync("/api/rotations/..%2fweb/audit")),
        ["audit: a line of one's own"] = new(
            405,
            "method-not-allowed",
            static a => a.Key(WebRoles.Emergency).PostJsonAsync("/api/audit", new { code = "vote", by = "alice" })),
        ["audit: a trail taken away"] = new(
            405,
            "method-not-allowed",
            static a => a.Key(WebRoles.Emergency).SendAsync(HttpMethod.Delete, "/api/audit")),
    };
}
