using System.CommandLine;
using System.Text;
using Spectre.Console;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Local.Commands;
using TenantTokens.Local.Following;
using TenantTokens.Notifications;
using TenantTokens.Notifications.Mail;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Reporting;
using TenantTokens.Rotations.Sending;
using TenantTokens.Surfaces;
using TenantTokens.Web.Identity;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Hostile;

/// <summary>Has the real parts of the product show a ledger on every surface.</summary>
internal sealed class ShownDocuments(WebApp app, HostileLedger ledger, LogLines log)
{
    private const string Configuration = """
        {
          "environments": [{ "id": "sim00001", "apiUrl": "https://localhost:1", "apiTokenSecret": "api-token", "tenantTokenSecret": "tenant-token" }],
          "azure": { "armEndpoint": "https://localhost:1", "vaultUri": "https://localhost:1", "credential": "simulated" },
          "fleet": { "subscriptions": ["11111111-1111-1111-1111-111111111111"] }
        }
        """;

    private static readonly NotificationKind[] _gateKinds =
        [
            NotificationKind.ApprovalNeeded,
            NotificationKind.Reminded,
            NotificationKind.Escalated,
            NotificationKind.DeadlinePassed,
            NotificationKind.Superseded,
        ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<ShownDocument>> ShowAsync()
    {
        RotationSnapshot snapshot = await app.Get<RotationReader>().ReadAsync(ledger.RotationId, Stop);
        List<ShownDocument> shown = [];
        await AddPagesAsync(shown);
        shown.Add(new(Surface.Markdown, "report", await app.Get<RotationReport>().WriteAsync(ledger.RotationId, Stop)));
        await AddTerminalAsync(shown, snapshot);
        await AddMessagesAsync(shown, snapshot);
        shown.AddRange(log.Lines.Select(static line => new ShownDocument(Surface.Log, "line", line)));
        return shown;
    }

    private async Task AddPagesAsync(List<ShownDocument> shown)
    {
        using Visitor reader = app.Visit().Bearer(app.Key(WebRoles.Emergency));
        using Visitor alice = app.Visit();
        foreach ((string name, Visitor visitor, string path) in ((string, Visitor, string)[])
        [
            ("list", reader, "/"),
            ("rotation", reader, $"/rotations/{ledger.RotationId}"),
            ("audit", reader, $"/rotations/{ledger.RotationId}/audit"),
            ("audit elsewhere", reader, "/audit"),
            ("gate", reader, $"/rotations/{ledger.RotationId}/gates/{ledger.Gate.GateId}"),
            ("gate by link", alice, (await app.Get<TenantTokens.Approvals.Links.ApprovalLinks>()
                .CreateAsync(ledger.RotationId, ledger.Gate, "alice", Stop)).PathAndQuery),
        ])
        {
            Visitor.Answer answer = await visitor.GetAsync(path);
            Assert.True(answer.Status is 200, answer.Body);
            shown.Add(new(Surface.Html, name, answer.Body));
        }
    }

    private async Task AddTerminalAsync(List<ShownDocument> shown, RotationSnapshot snapshot)
    {
        string configuration = Path.Combine(app.Folder, "rotation.json");
        await File.WriteAllTextAsync(configuration, Configuration, Stop);
        foreach (string command in (string[])[
            "status", "hosts", "report", "hosts --json", "audit", "audit --elsewhere", "audit --csv", "skip --target zz --reason zz",
        ])
        {
            using StringWriter said = new();
            InvocationConfiguration invocation = new() { Output = said, Error = said, ProcessTerminationTimeout = null };
            await CommandLine.RunAsync([.. command.Split(' '), "--config", configuration, "--data", app.Folder], invocation, Stop);
            shown.Add(new(command.EndsWith("--csv", StringComparison.Ordinal) ? Surface.Csv : Surface.Terminal, command, said.ToString()));
        }

        using StringWriter drawn = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(drawn),
        });
        console.Profile.Width = 100_000;
        PlanTable.Write(console, snapshot, ledger.Findings);
        await new LiveView(console, app.Time).RunAsync(show =>
        {
            show(snapshot);
            return Task.FromResult(true);
        });
        shown.Add(new(Surface.Terminal, "pictures", drawn.ToString()));
        using StringWriter planned = new();
        TerminalWriter writer = new(planned);
        PlanText.Write(writer, snapshot, ledger.Findings);
        PlanText.Write(writer, snapshot);
        shown.Add(new(Surface.Terminal, "plan", planned.ToString()));
    }

    private async Task AddMessagesAsync(List<ShownDocument> shown, RotationSnapshot snapshot)
    {
        Uri page = app.Get<IApprovalPages>().PageOf(ledger.RotationId, ledger.Gate.GateId)!;
        ApprovalOptions approvals = app.Options.Approvals with
        {
            Addresses = new Dictionary<string, string> { ["alice"] = "alice@example.com" },
        };
        RotationSnapshot ended = snapshot with
        {
            Rotation = snapshot.Rotation with { Phase = RotationPhase.Completed },
            CommandsLeft = RunCommandLeft.From(snapshot.Targets, isEnded: true),
        };
        IEnumerable<Notification> notifications = Enum.GetValues<NotificationKind>()
            .Select(kind => _gateKinds.Contains(kind)
                ? GateNotificationText.For(kind, snapshot, ledger.Gate, approvals) with { Gate = ledger.Gate, Page = page }
                : NotificationText.For(kind, ended with { Rotation = ended.Rotation with { ParkReason = snapshot.Rotation.ParkReason } }))
            .OfType<Notification>();
        foreach (Notification notification in notifications)
        {
            Pile pile = new();
            await new MailChannel(new() { From = "rotation@example.com" }, approvals, pile, app.Get<IApprovalPages>(), app.Time)
                .SendAsync(notification with { Recipients = ["alice"] }, Stop);
            MailLetter letter = Assert.Single(pile.Letters);
            shown.Add(new(Surface.MailText, $"{notification.Kind}", $"{letter.Subject}\n\n{letter.Text}"));
            shown.Add(new(Surface.MailHtml, $"{notification.Kind}", letter.Html));
            shown.Add(new(Surface.Card, $"{notification.Kind}", Encoding.UTF8.GetString(TeamsCard.Write(notification))));
            if (notification is { Gate: not null, Page: not null })
            {
                shown.Add(new(
                    Surface.Card,
                    $"workflow {notification.Kind}",
                    Encoding.UTF8.GetString(ApprovalWorkflowBody.Write(notification, ["alice@example.com"]))));
            }
        }
    }

    private sealed class Pile : IMailTransport
    {
        public List<MailLetter> Letters { get; } = [];

        public Task<string?> SendAsync(MailLetter letter, CancellationToken cancellationToken)
        {
            Letters.Add(letter);
            return Task.FromResult<string?>(null);
        }
    }
}
