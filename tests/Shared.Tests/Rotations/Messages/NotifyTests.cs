using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Configuration.Options;
using TenantTokens.Ledger;
using TenantTokens.Notifications;
using TenantTokens.Registration;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Messages;
using TenantTokens.Shared.Tests.Notifications;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Shared.Tests.Rotations.Messages;

/// <summary>The activity as a host makes it, with the channel's connections as the only thing replaced.</summary>
public sealed class NotifyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_are_told_from_what_the_ledger_says()
    {
        TeamsDriver teams = new();
        teams.Http.Expect(TeamsDriver.Post, 202);
        await using ServiceProvider services = Services(teams.Channel);
        RotationRecord rotation = (await services.GetRequiredService<RotationLedger>()
            .OpenAsync(new RotationRequest("sim00001", "olga"), Cancelled)).Rotation;

        Assert.Equal(
            new NotificationOutcome(1, 0),
            await RunAsync(services, new Notify.Input(rotation.RotationId, NotificationKind.Started)));
        Assert.Contains("Hold OneAgent deployments", teams.Http.Bodies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_that_the_ledger_does_not_know_is_a_value()
    {
        await using ServiceProvider services = Services(new TeamsDriver().Channel);

        Assert.Equal(new NotificationOutcome(0, 1), await RunAsync(services, new Notify.Input("rot-unknown", NotificationKind.Started)));
    }

    [Fact]
    public async Task Without_a_channel_not_even_the_ledger_is_read()
    {
        await using ServiceProvider services = Services(channel: null);

        Assert.Equal(NotificationOutcome.Nothing, await RunAsync(services, new Notify.Input("rot-unknown", NotificationKind.Started)));
    }

    [Fact]
    public void The_configured_channel_is_made_without_touching_the_network()
    {
        using ServiceProvider services = Services(
            channel: null,
            new NotificationOptions { Teams = new TeamsOptions { WebhookSecret = "teams-webhook" } });

        Assert.Equal("Teams", Assert.Single(services.GetServices<INotificationChannel>()).Name);
        Assert.True(services.GetRequiredService<NotificationSender>().HasChannels);
    }

    [Fact]
    public void Configured_mail_is_made_without_touching_the_network()
    {
        MailOptions smtp = new() { From = "rotation@example.com", Smtp = new SmtpOptions { Host = "mail.test" } };
        MailOptions azure = new()
        {
            From = "rotation@example.com",
            Azure = new AzureMailOptions { Endpoint = new Uri("https://mail.test") },
        };

        foreach (MailOptions mail in (MailOptions[])[smtp, azure])
        {
            using ServiceProvider services = Services(channel: null, new NotificationOptions { Mail = mail });
            Assert.Equal("Mail", Assert.Single(services.GetServices<INotificationChannel>()).Name);
        }
    }

    [Theory]
    [InlineData(NotificationKind.Started, false)]
    [InlineData(NotificationKind.ActiveGatesDone, false)]
    [InlineData(NotificationKind.Finished, true)]
    [InlineData(NotificationKind.Cancelled, true)]
    public async Task Approvers_hear_of_the_end_by_name_and_not_of_what_is_for_deployers(NotificationKind kind, bool byName)
    {
        ListeningChannel channel = new();
        await using ServiceProvider services = Services(channel);
        RotationRecord rotation = (await services.GetRequiredService<RotationLedger>()
            .OpenAsync(new RotationRequest("sim00001", "olga"), Cancelled)).Rotation;

        await RunAsync(services, new Notify.Input(rotation.RotationId, kind));

        Assert.Equal(byName ? ["alice"] : [], Assert.Single(channel.Taken).Recipients);
    }

    [Fact]
    public void A_webhook_elsewhere_does_not_get_the_authority_of_this_machine()
    {
        using WebhookConnections connections = new(
            new AzureOptions { VaultUri = new Uri("https://localhost"), TrustedCa = "/nowhere/ca.pem" });

        Assert.NotNull(connections.For(new Uri("https://flow.test/x")));
        Assert.Throws<InvalidOperationException>(() => connections.For(new Uri("https://127.0.0.1/x"))); // tried to read it
    }

    private static Task<NotificationOutcome> RunAsync(ServiceProvider services, Notify.Input input)
        => ActivatorUtilities.CreateInstance<Notify>(services).RunAsync(input, Cancelled);

    private static ServiceProvider Services(INotificationChannel? channel, NotificationOptions? options = null)
    {
        ServiceCollection services = new();
        services.AddLogging().AddSingleton<ILedgerStore>(new MemoryLedgerStore()).AddRotation(new RotationOptions
        {
            Environments = [new EnvironmentOptions
            {
                Id = "sim00001",
                ApiUrl = new Uri("https://localhost/e/sim00001"),
                ApiTokenSecret = "a",
                TenantTokenSecret = "t",
            }],
            Azure = new AzureOptions
            {
                ArmEndpoint = new Uri("https://localhost"),
                VaultUri = new Uri("https://localhost"),
                Credential = AzureCredentialKind.Simulated,
            },
            Fleet = new FleetOptions { Subscriptions = ["11111111-1111-1111-1111-111111111111"] },
            Notifications = options ?? new(),
            Approvals = new ApprovalOptions { Finish = new FinishGateOptions { Approvers = ["alice"] } },
        });
        return (channel is null ? services : services.AddSingleton(channel))
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    private sealed class ListeningChannel : INotificationChannel
    {
        public List<Notification> Taken { get; } = [];

        public string Name => "Listening";

        public Task<NotificationResult> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            Taken.Add(notification);
            return Task.FromResult(NotificationResult.Sent);
        }
    }
}
