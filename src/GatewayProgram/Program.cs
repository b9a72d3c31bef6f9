using MGen.Cli;
using MGen.Cluster.CommandLine;

return await ProgramHost.RunAsync(args, GatewayProgram.RunAsync);
