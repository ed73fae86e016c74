namespace TenantTokens.Web.Tests.Attacks;

/// <summary>Where flows bring answers.</summary>
internal static class CallbackAttacks
{
    public static IReadOnlyDictionary<string, AttackRow> Rows { get; } = new Dictionary<string, AttackRow>(StringComparer.Ordinal)
    {
        ["callback: somebody else's answer at an approver's address"] = new(
            403,
            "responder",
            static async a => await a.Visit().PostJsonAsync((await a.CallbackAsync("alice")).PathAndQuery, a.Answer("bob"))),
        ["callback: an address of another rotation"] = new(
            403,
            "link-other-gate",
            static async a => await a.Visit()
                .PostJsonAsync($"/api/rotations/{a.Other.RotationId}/decisions{(await a.CallbackAsync("alice")).Query}", a.Decision)),
        ["callback: the link of a mail used as an address"] = new(
            403,
            "link-forged",
            static async a => await a.Visit().PostJsonAsync($"{a.Decisions}?link={await a.TokenAsync("alice")}", a.Decision)),
        ["callback: an address for the requester"] = new(
            403,
            "link-not-approver",
            static async a => await a.Visit().PostJsonAsync((await a.CallbackAsync("rachel")).PathAndQuery, a.Decision)),
        ["callback: the requester answers on the channel's card"] = new(
            403,
            "not-an-approver",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("RACHEL"))),
        ["callback: a member of the channel who is no approver"] = new(
            403,
            "not-an-approver",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Answer("mallory"))),
        ["callback: a flow that does not say who answered"] = new(
            400,
            "responder",
            static a => a.Flow().PostJsonAsync(a.Decisions, a.Decision)),
        ["callback: another flow of the tenant"] = new(
            403,
            "responder",
            static a => a.Visit()
                .Bearer(a.Entra.Application("55555555-5555-5555-5555-555555555555", "Approver"))
                .PostJsonAsync(a.Decisions, a.Answer("alice"))),
        ["callback: a gate's id that climbs"] = new(
            404,
            "gate-not-found",
            static a => a.Flow().PostJsonAsync(
                a.Decisions,
                new { gate = "../../plan|x", choice = "Approve", planHash = a.Gate.PlanHash, responder = new { name = "alice" } })),
    };
}
