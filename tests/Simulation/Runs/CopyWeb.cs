using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using TenantTokens.Approvals;
using TenantTokens.Approvals.Links;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Product;
using TenantTokens.Tokens;

namespace TenantTokens.Simulation.Runs;

/// <summary>The pages and the API of one installation, as people and programs use them.</summary>
internal sealed partial class CopyWeb(SeedRun run, CopyRun copy)
{
    private readonly AsyncLocal<List<string>?> _written = new();

    /// <summary>Notes what the request that is being answered writes of a rotation.</summary>
    public void Note(string what) => _written.Value?.Add(what);

    /// <summary>
    /// A mail scanner follows every link that approvers of the open gate were sent, and tries whether an address decides.
    /// </summary>
    public async Task ScanAsync()
    {
        if (copy.Asking() is not { } asking)
        {
            return;
        }

        foreach (string approver in asking.Gate.Approvers)
        {
            if (await LinkAsync(asking, approver) is not { } link)
            {
                return;
            }

            foreach (WebVisit visit in (WebVisit[])[
                new("GET", link),
                new("HEAD", link),
                new("GET", $"{link}&choice=Approve"),
                new("GET", $"{link}&choice=RollBack&planHash={asking.Gate.PlanHash}"),
            ])
            {
                await VisitAsync(asking.Process, visit);
            }
        }
    }

    /// <summary>Somebody looks at every page.</summary>
    public async Task LookAroundAsync()
    {
        if (copy.Processes.Running() is not { } process || copy.Sight.Rotation is not { RotationId: var id })
        {
            return;
        }

        List<string> pages =
        [
            "/",
            "/rotations",
            $"/rotations/{id}",
            "/api/rotations",
            $"/api/rotations/{id}",
            .. copy.Sight.Gates.Keys.Select(gate => $"/rotations/{id}/gates/{gate}"),
        ];
        foreach (string page in pages)
        {
            await VisitAsync(process, new("GET", page) { Person = "alice" });
        }
    }

    /// <summary>An approver decides by the form behind their own link.</summary>
    public async Task VoteByLinkAsync(string who, GateChoice choice)
    {
        if (copy.Asking() is not { } asking || await LinkAsync(asking, who) is not { } link)
        {
            return;
        }

        WebReply page = await VisitAsync(asking.Process, new("GET", link));
        if (Proof().Match(page.Body) is not { Success: true } proof)
        {
            run.Tell($"{who} cannot decide there ({page.Status}).");
            return;
        }

        Dictionary<string, string> form = new()
        {
            ["antiforgery"] = WebUtility.HtmlDecode(proof.Groups[1].Value),
            ["link"] = link.Split("link=")[1],
            ["choice"] = choice.ToString(),
            ["planHash"] = asking.Gate.PlanHash,
            ["comment"] = "seen",
        };
        string body = string.Join('&', form.Select(static field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        WebReply answer = await VisitAsync(
            asking.Process,
            new("POST", link.Split('?')[0]) { Body = body, ContentType = "application/x-www-form-urlencoded", Cookie = page.Cookie });
        run.Tell($"{who} says {choice} at {asking.Gate.GateId} over the web: {answer.Status}.");
        asking.Process.WakeSoon();
    }

    /// <summary>Somebody who is signed in decides over the API.</summary>
    public async Task VoteByApiAsync(string who, GateChoice choice)
    {
        if (copy.Asking() is not { } asking)
        {
            return;
        }

        string body = JsonSerializer.Serialize(
            new { gate = asking.Gate.GateId, choice = choice.ToString(), planHash = asking.Gate.PlanHash, comment = "seen" });
        WebReply answer = await VisitAsync(
            asking.Process,
            new("POST", $"/api/rotations/{asking.RotationId}/decisions") { Person = who, Body = body });
        run.Tell($"{who} says {choice} at {asking.Gate.GateId} over the API: {answer.Status}.");
        asking.Process.WakeSoon();
    }

    /// <summary>An emergency is asked for while a rotation is open: the answer names the move, and the move is made.</summary>
    public async Task EmergencyAsync()
    {
        if (copy.Processes.Running() is not { } process
            || copy.Sight.Rotation is not { RotationId: var id } rotation
            || rotation.Phase.IsTerminal())
        {
            return;
        }

        WebReply asked = await VisitAsync(
            process,
            new("POST", "/api/rotations") { Person = "olga", Body = """{"emergency":true,"reason":"the token leaked"}""" });
        run.Tell($"The emergency is answered {asked.Status}.");
        if (asked.Status is 409 && asked.Body.Contains(nameof(OperatorCommandKind.Escalate), StringComparison.Ordinal))
        {
            WebReply given = await VisitAsync(
                process,
                new("POST", $"/api/rotations/{id}/commands")
                {
                    Person = "olga",
                    Body = """{"command":"escalate","reason":"the token leaked"}""",
                });
            run.Tell($"Escalate is answered {given.Status}.");
            process.WakeSoon();
        }
    }

    /// <summary>Programs that send what nobody should.</summary>
    public async Task SendOddlyAsync()
    {
        if (copy.Processes.Running() is not { } process || copy.Sight.Rotation is not { RotationId: var id })
        {
            return;
        }

        WebVisit[] odd =
        [
            new("PUT", $"/api/rotations/{id}"), new("DELETE", $"/rotations/{id}"), new("GET", "/../../etc/passwd"),
            new("GET", $"/api/rotations/{new string('9', 300)}"),
            new("POST", $"/api/rotations/{id}/commands") { Person = "olga", Body = "{" },
            new("POST", $"/api/rotations/{id}/commands") { Person = "olga", Body = "null" },
            new("POST", $"/api/rotations/{id}/commands") { Person = "olga", Body = """{"command":"explode"}""" },
            new("POST", $"/api/rotations/{id}/commands") { Body = """{"command":"abort"}""" },
            new("POST", $"/api/rotations/{id}/decisions")
            {
                Person = "mallory", Body = """{"gate":"finish-1","choice":"Approve","planHash":"0"}""",
            },
            new("POST", $"/api/rotations/{id}/decisions?link=1.a.b.c")
            {
                Body = """{"gate":"finish-1","choice":"Approve","planHash":"0"}""",
            },
            new("POST", $"/rotations/{id}/commands") { Person = "olga", Body = "command=abort", ContentType = "application/"
                + "x-www-form-urlencoded" },
            new("POST", $"/rotations/{id}/gates/finish-1") { Person = "alice", Body = "choice=Approve", ContentType = "application/"
                + "x-www-form-urlencoded" },
            new("POST", "/api/rotations") { Person = "alice", Body = """{"emergency":true,"reason":"x"}""" },
            new("GET", "/rotations") { Person = "alice", Host = "evil.example" },
        ];
        foreach (WebVisit visit in odd)
        {
            await VisitAsync(process, visit);
        }
    }

    /// <summary>The path of a person's link; null when the vault, which holds the key that signs it, cannot be reached.</summary>
    private async Task<string?> LinkAsync((ProductProcess Process, string RotationId, GateRecord Gate) asking, string who)
    {
        try
        {
            return (await asking.Process.Get<ApprovalLinks>()
                .CreateAsync(asking.RotationId, asking.Gate, who, CancellationToken.None)).PathAndQuery;
        }
        catch (Exception exception) when (exception is TokenVaultException || VaultOutage.Is(exception))
        {
            run.Tell($"No link can be made for {who}.");
            return null;
        }
    }

    private async Task<WebReply> VisitAsync(ProductProcess process, WebVisit visit)
    {
        List<string> written = _written.Value = [];
        WebReply reply = await visit.SendAsync(process.Web);
        _written.Value = null;
        run.Step($"{visit.Method} {visit.Page} is answered {reply.Status}");
        run.Look(
            new Happening.WebAnswered(visit.Method, visit.Page, reply.Status, written, run.Faults.IsVaultFaulty || run.IsDiskFull),
            copy);
        return reply;
    }

    [GeneratedRegex("name=\"antiforgery\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Proof();
}
