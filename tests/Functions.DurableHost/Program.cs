using DurableTask.AzureStorage;
using TenantTokens.FunctionsDurableHost;

// Takes work from a hub until standard input ends: with the process that started it, or when that says so.
HostSettings settings = HostSettings.Read();
using RequestCounter requests = new(settings.Hub);
await using HostedServices services = HostedServices.Create(settings);
AzureStorageOrchestrationService store = await settings.Hub.OpenAsync(
    $"worker-{Environment.ProcessId}",
    CrashPoint.Options(settings.CrashAfter));
await using DurableHost host = await DurableHost.StartAsync(store, services.Tasks);
Console.WriteLine(HostProcess.Ready);
while (await Console.In.ReadLineAsync() is HostProcess.CountRequests)
{
    Console.WriteLine(requests.ToJson());
}
