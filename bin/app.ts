#!/usr/bin/env node
import { runApp } from '../lib/manifest/app';

runApp();
