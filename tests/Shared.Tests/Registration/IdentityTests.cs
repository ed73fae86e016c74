using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using TenantTokens.Machines;
using TenantTokens.Registration;
using TenantTokens.RunCommand;
using TenantTokens.Shared.Tests.RunCommand;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Http;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Registration;

/// <summary>
/// Which identity goes where: run-command write is root on the fleet, so nothing else is done with it, and nothing else can do it.
/// </summary>
public sealed class IdentityTests : IDisposable
{
    private static readonly RunCommandName _name = RunCommandName.Create("rot-1", "oa-vm-07", "probe", 1, 1);
    private readonly RecordingAzure _azure = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _azure.Dispose();

    [Fact]
    public async Task Run_commands_and_nothing_else_are_done_with_the_second_identity()
    {
        await DoEverythingAsync(
            new ServiceCollection().AddKeyedSingleton<TokenCredential>(RunCommandClient.Identity, new NamedCredential("commands")));

        Assert.Equal(
            [
                ("DELETE run command", "commands"),
                ("GET run command", "commands"),
                ("GET secret", "app"),
                ("POST Resource Graph", "app"),
                ("PUT run command", "commands"),
            ],
            _azure.Seen.Distinct().Order());
    }

    [Fact]
    public async Task Without_a_second_identity_everything_is_done_with_the_first()
    {
        await DoEverythingAsync(new ServiceCollection());

        Assert.Equal(5, _azure.Seen.Distinct().Count());
        Assert.All(_azure.Seen, static one => Assert.Equal("app", one.Identity));
    }

    private async Task DoEverythingAsync(IServiceCollection services)
    {
        await using ServiceProvider provider = services
            .AddSingleton<TokenCredential>(new NamedCredential("app"))
            .AddSingleton<HttpPipelineTransport>(new HttpClientTransport(_azure))
            .AddRotationClients(Some.Options())
            .BuildServiceProvider();
        RunCommandClient commands = provider.GetRequiredService<RunCommandClient>();
        RunCommandRequest request = new(
            SomeMachines.Vm,
            _name,
            "true",
            new Dictionary<string, string>(),
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(1));
        await foreach (Machine machine in provider.GetRequiredService<MachineInventory>().ListAsync(Some.Options().Fleet, Stop))
        {
            Assert.Fail($"{machine.Name} is not there.");
        }

        Assert.Null(await provider.GetRequiredService<TokenVault>().ReadNewestAsync("tenant-token", Stop));
        await commands.GetAsync(SomeMachines.Vm, _name, Stop);
        await commands.PutAsync(request, Stop);
        await commands.DeleteAsync(SomeMachines.Arc, _name, Stop);
    }

    /// <summary>Notes who asks for what. There are no machines, no secrets and no commands.</summary>
    private sealed class RecordingAzure : HttpMessageHandler
    {
        public List<(string What, string? Identity)> Seen { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string path = request.RequestUri!.AbsolutePath;
            string what = path.Contains("/runCommands/", StringComparison.Ordinal) ? "run command"
                : path.StartsWith("/secrets/", StringComparison.Ordinal) ? "secret"
                : path.Contains("ResourceGraph", StringComparison.Ordinal) ? "Resource Graph"
                : path;
            if (request.Headers.Authorization is not { } authorization)
            {
                // Key Vault is asked without a token first
                return Answer(
                    request,
                    401,
                    null,
                    ("WWW-Authenticate", "Bearer authorization=\"https://login.test/tenant\", resource=\"https://vault.azure.net\""));
            }

            Seen.Add(($"{request.Method} {what}", authorization.Parameter));
            return what is "Resource Graph"
                ? Answer(request, 200, """{"data":[],"count":0,"totalRecords":0,"resultTruncated":"false"}""")
                : Answer(request, 404, """{"error":{"code":"NotFound","message":"Nothing is here."}}""");
        }

        private static Task<HttpResponseMessage> Answer(
            HttpRequestMessage request,
            int status,
            string? json,
            params (string Name, string Value)[] headers)
        {
            HttpResponseMessage response = ScriptedHttp.Response(status, json, headers);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }

    private sealed class NamedCredential(string name) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => new(name, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
            => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
