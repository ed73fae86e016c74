using System.Text;
using TenantTokens.Web.Identity;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>With requests of another shape.</summary>
internal static class ShapeAttacks
{
    public static IReadOnlyDictionary<string, AttackRow> Rows { get; } = new Dictionary<string, AttackRow>(StringComparer.Ordinal)
    {
        ["shape: GET with a choice in the address"] = new(
            400,
            "address-decides-nothing",
            static async a => await a.Visit()
                .GetAsync($"{(await a.LinkAsync("alice")).PathAndQuery}&choice=Approve&planHash={a.Gate.PlanHash}")),
        ["shape: HEAD with a choice in the address"] = new(
            400,
            "address-decides-nothing",
            static async a => await a.Visit().SendAsync(HttpMethod.Head, $"{(await a.LinkAsync("alice")).PathAndQuery}&choice=Approve"))
        {
            HasBody = false,
        },
        ["shape: PUT"] = new(
            405,
            "method-not-allowed",
            static async a => await a.Visit().SendAsync(HttpMethod.Put, (await a.LinkAsync("alice")).PathAndQuery, new StringContent("x"))),
        ["shape: GET on the decisions"] = new(405, "method-not-allowed", static a => a.Visit().GetAsync(a.Decisions)),
        ["shape: a method that does not exist"] = new(
            405,
            "method-not-allowed",
            static a => a.Visit().SendAsync(new HttpMethod("APPROVE"), a.Path)),
        ["shape: a form as multipart"] = new(
            415,
            "content-type",
            static async a => await a.Visit().PostAsync(
                a.Path,
                new MultipartFormDataContent
                {
                    { new StringContent("Approve"), "choice" },
                    { new StringContent(await a.TokenAsync("alice")), "link" },
                })),
        ["shape: a form of a megabyte"] = new(
            413,
            "too-large",
            static a => a.Visit()
                .PostAsync(a.Path, new StringContent(new string('a', 1 << 20), Encoding.UTF8, "application/x-www-form-urlencoded"))),
        ["shape: JSON of a megabyte"] = new(
            413,
            "too-large",
            static a => a.Key(WebRoles.Operator)
                .PostAsync(a.Commands, new StringContent($"\"{new string('a', 1 << 20)}\"", Encoding.UTF8, "application/json"))),
        ["shape: JSON that is not"] = new(
            400,
            "body",
            static a => a.Key(WebRoles.Operator)
                .PostAsync(a.Commands, new StringContent("{\"command\":", Encoding.UTF8, "application/json"))),
        ["shape: JSON a thousand deep"] = new(
            400,
            "body",
            static a => a.Key(WebRoles.Operator)
                .PostAsync(a.Commands, new StringContent(new string('[', 1000), Encoding.UTF8, "application/json"))),
        ["shape: a field that is unknown"] = new(
            400,
            "body",
            static a => a.Key(WebRoles.Operator).PostJsonAsync(a.Commands, new { command = "Pause", by = "alice" })),
        ["shape: a path that climbs"] = new(404, "not-found", static a => a.Key(WebRoles.Reader).GetAsync("/assets/..%2f..%2fledger.db")),
        ["shape: a rotation's id that climbs"] = new(
            404,
            "not-found",
            static a => a.Key(WebRoles.Reader).GetAsync("/api/rotations/..%5c..%7Cplan")),
    };
}
