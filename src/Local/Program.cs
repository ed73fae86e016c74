using System.CommandLine;
using TenantTokens.Local.Commands;

return await CommandLine.RunAsync(args, new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
