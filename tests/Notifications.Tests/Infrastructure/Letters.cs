using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Notifications.Mail;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Notifications.Tests.Infrastructure;

/// <summary>Notifications and what a channel makes letters of.</summary>
internal static class Letters
{
    public const string From = "rotation@example.com";
    public static readonly Uri Page = new("https://tokens.example.com/rotations/rot-1/gates/finish-1");

    public static ApprovalOptions Approvals { get; } = new()
    {
        Finish = new FinishGateOptions { Quorum = 2, Approvers = ["alice", "bob", "carol@example.com", "rachel"] },
        Addresses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["alice"] = "alice@example.com",
            ["Bob"] = "bob@example.com",
            ["rachel"] = "rachel@example.com",
            ["boss"] = "boss@example.com",
        },
    };

    public static GateRecord Gate { get; } = Some.Gate(quorum: 2) with
    {
        Approvers = Approvals.Finish.Approvers,
        ExceptionCount = 1,
        Deadline = Some.Now.AddDays(3),
    };

    /// <summary>A notification about a gate, from what the ledger would say.</summary>
    public static Notification About(NotificationKind kind, params string[] recipients)
        => GateNotificationText.For(kind, Snapshot(), Gate, Approvals) with
        {
            Gate = Gate,
            Page = Page,
            Recipients = recipients,
        };

    public static RotationSnapshot Snapshot() => new(
        new()
        {
            RotationId = "rot-1",
            EnvironmentId = "sim00001",
            RequestedBy = "rachel",
            Reason = "yearly",
            CreatedAt = Some.Now,
            StartTookEffect = true,
            ParkReason = new ParkReason(ParkCodes.AgentsLost, "The first ActiveGate failed.", Some.Now),
        },
        null,
        Coverage.From([]),
        [],
        [],
        Gate,
        GateOutcome.Undecided,
        [new("oneagent/web-03", "Unreachable", "off")])
    {
        Watch = new() { AfterFinish = new(Some.Now, 1, ["web-03"], 0.5, RejectedRose: false) },
    };

    public static MailChannel Channel(IMailTransport transport, IApprovalPages? pages = null, params string[] operators)
        => new(new MailOptions { From = From, Operators = operators }, Approvals, transport, pages ?? new Pages(), TimeProvider.System);

    /// <summary>Pages whose links name their recipient, as no real link does.</summary>
    internal sealed class Pages : IApprovalPages
    {
        public Uri? PageOf(string rotationId, string gateId) => Page;

        public Task<Uri?> LinkForAsync(string rotationId, GateRecord gate, string recipient, CancellationToken cancellationToken)
            => Task.FromResult<Uri?>(new Uri($"{Page}?t=v1.{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(recipient))}&x=1"));
    }

    /// <summary>A transport that keeps what it is given.</summary>
    internal sealed class Pile : IMailTransport
    {
        public List<MailLetter> Letters { get; } = [];

        public Func<MailLetter, string?> Answer { get; init; } = static _ => null;

        public Task<string?> SendAsync(MailLetter letter, CancellationToken cancellationToken)
        {
            lock (Letters)
            {
                Letters.Add(letter);
            }

            return Task.FromResult(Answer(letter));
        }

        public MailLetter To(string address) => Assert.Single(Letters, letter => letter.To == address);
    }
}
