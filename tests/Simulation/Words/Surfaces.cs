using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TenantTokens.Ledger;
using TenantTokens.Local.Following;
using TenantTokens.Notifications;
using TenantTokens.Notifications.Mail;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Reporting;
using TenantTokens.Rotations.Words;
using TenantTokens.Simulation.Product;
using TenantTokens.Web;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Identity;

namespace TenantTokens.Simulation.Words;

/// <summary>
/// What every surface says of a state: the product itself writes it, from a copy of the ledger. The audit trail is left out: it says what
/// was, and when.
/// </summary>
internal sealed partial class Surfaces : IDisposable
{
    private readonly ReachedState _state;
    private readonly ServiceProvider _services;
    private readonly HttpClient _nowhere = new(new NoWire());

    public Surfaces(ReachedState state)
    {
        _state = state;
        IServiceCollection collection = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<ILedgerStore>(state.Ledger)
            .AddSingleton<TimeProvider>(new FixedTime(state.At))
            .AddSingleton(new CopyPlace("simulated", "here"))
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(_nowhere))
            .AddRotation(state.Options);
        collection.AddRotationWeb(new WebHostOptions())
            .AddSingleton<IRequestIdentity, SimulatedSignIn>()
            .AddDataProtection()
            .UseEphemeralDataProtectionProvider();
        _services = collection.BuildServiceProvider();
    }

    /// <summary>Every surface with its words, in one line each.</summary>
    public async Task<(RotationSnapshot Snapshot, IReadOnlyDictionary<string, string> Texts)> WriteAsync()
    {
        RotationSnapshot snapshot = await _services.GetRequiredService<RotationReader>()
            .ReadAsync(_state.RotationId, CancellationToken.None);
        Dictionary<string, string> texts = new(StringComparer.Ordinal)
        {
            ["status"] = Status(snapshot),
            ["status --json"] = Strings(RotationDocument.Of(snapshot, null, _state.At).ToJson()),
            ["rotate, live"] = RotationWords.From(snapshot, _state.At).Line,
            ["rotate, stopped"] = $"Rotation {_state.RotationId} {StandsText.From(snapshot.Rotation)}.",
            ["report"] = (await _services.GetRequiredService<RotationReport>().WriteAsync(_state.RotationId, CancellationToken.None)).Split(
                "## Audit trail")[0],
        };
        RequestDelegate web = RotationWeb.Build(_services);
        texts["list"] = await PageAsync(web, "/rotations");
        texts["rotation's page"] = await PageAsync(web, $"/rotations/{_state.RotationId}");
        texts["API"] = await PageAsync(web, $"/api/rotations/{_state.RotationId}");
        if (snapshot.Gate is { } gate)
        {
            texts["gate's page"] = await PageAsync(web, $"/rotations/{_state.RotationId}/gates/{gate.GateId}");
        }

        foreach (Notification notification in Notifications(snapshot))
        {
            (string html, string text) = await MailTemplates.WriteAsync(notification, notification.Page, mayDecide: false);
            // of Markdown
            texts[$"{notification.Kind}, card"] = Strings(Encoding.UTF8.GetString(TeamsCard.Write(notification)))
                .Replace("\\", "", StringComparison.Ordinal);
            texts[$"{notification.Kind}, mail"] = text;
            texts[$"{notification.Kind}, mail in HTML"] = Plain(html);
        }

        return (snapshot, texts.ToDictionary(
            static text => text.Key,
            static text => Blanks().Replace(text.Value, " "),
            StringComparer.Ordinal));
    }

    public void Dispose()
    {
        _services.Dispose();
        _nowhere.Dispose();
    }

    private string Status(RotationSnapshot snapshot)
    {
        StringWriter output = new();
        StatusText.Write(new(output), snapshot, _state.At);
        return output.ToString();
    }

    private static async Task<string> PageAsync(RequestDelegate web, string path)
    {
        WebReply reply = await new WebVisit("GET", path) { Person = "olga" }.SendAsync(web);
        WebReply asApprover = await new WebVisit("GET", path) { Person = "alice" }.SendAsync(web);
        if (reply.Status != 200 || asApprover.Status != 200)
        {
            throw new InvalidOperationException($"{path} is answered {reply.Status} and {asApprover.Status}.");
        }

        return reply.Body.StartsWith('{') ? Strings(reply.Body) : Plain(Trail().Replace(reply.Body + asApprover.Body, ""));
    }

    /// <summary>The messages that fit the moment.</summary>
    private IEnumerable<Notification> Notifications(RotationSnapshot snapshot)
    {
        NotificationKind? told = snapshot.Rotation.Phase switch
        {
            RotationPhase.RotatingActiveGates => NotificationKind.Started,
            RotationPhase.RotatingOneAgents => NotificationKind.ActiveGatesDone,
            RotationPhase.Parked => NotificationKind.Held,
            RotationPhase.Completed => NotificationKind.Finished,
            RotationPhase.Cancelled => NotificationKind.Cancelled,
            RotationPhase.Abandoned => NotificationKind.Abandoned,
            _ => null,
        };
        if (told is { } kind && NotificationText.For(kind, snapshot) is { } notification)
        {
            yield return notification;
        }

        if (snapshot.Gate is { } gate)
        {
            NotificationKind[] kinds = gate.IsOverdueAt(_state.At)
                ? [NotificationKind.DeadlinePassed]
                : [NotificationKind.ApprovalNeeded, NotificationKind.Reminded, NotificationKind.Escalated];
            foreach (NotificationKind about in kinds)
            {
                yield return GateNotificationText.For(about, snapshot, gate, _state.Options.Approvals);
            }
        }
    }

    /// <summary>The texts of a document, a line each.</summary>
    private static string Strings(string json)
    {
        List<string> found = [];
        Collect(JsonDocument.Parse(json).RootElement);
        return string.Join('\n', found);

        void Collect(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    found.Add(element.GetString()!);
                    break;
                case JsonValueKind.Array:
                    element.EnumerateArray().ToList().ForEach(Collect);
                    break;
                case JsonValueKind.Object:
                    element.EnumerateObject().Select(static property => property.Value).ToList().ForEach(Collect);
                    break;
            }
        }
    }

    private static string Plain(string html) => WebUtility.HtmlDecode(Tags().Replace(html, " "));

    [GeneratedRegex("""<section class="card" aria-labelledby="trail">.*?</section>""", RegexOptions.Singleline)]
    private static partial Regex Trail();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>Nothing that is written here may ask anybody.</summary>
    private sealed class NoWire : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => throw new InvalidOperationException($"A surface asks {request.RequestUri?.Host}.");
    }
}
